import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessible.ts";
import { Person } from "./support/people.ts";
import { startProduct } from "./support/start-product.ts";

/** What a person meets who has these devices and permissions, from the lobby into a call with Ada. */
async function meet(options: Parameters<typeof Person.open>[0], expectLobby: (guest: Person) => Promise<void>): Promise<Person> {
  await using product = await startProduct();
  await using ada = await Person.open();
  await using guest = await Person.open(options);
  const invite = await ada.startCall(product.origin);
  await ada.enter("Ada");

  await guest.follow(invite);
  await expectLobby(guest);
  await expectAccessible(guest.page, "lobby with device trouble");
  await guest.enter("Guest");

  await Promise.all([ada.sees(ada.tile("Guest")), guest.sees(guest.tile("Ada").locator("video"))]);
  await expect.poll(() => ada.page.evaluate(() => window.tgcallTestConnections.at(-1)?.connectionState)).toBe("connected");
  guest.expectNoComplaints();
  return guest;
}

test("neither microphone nor camera: words, and a call all the same", async () => {
  await meet({ fakeMedia: false }, (guest) => guest.sees(guest.page.getByText("No microphone and no camera were found.")));
});

test("a microphone but no camera", async () => {
  await meet({ args: ["--use-fake-device-for-media-stream=device-count=0"] }, (guest) =>
    guest.sees(guest.page.getByText("No camera was found.")),
  );
});

test("a camera but no microphone: it may not be used", async () => {
  await meet({ permissions: ["camera"] }, (guest) => guest.sees(guest.page.getByText("The microphone is not allowed on this page.")));
});

test("permission refused for both: how to allow it, and a call all the same", async () => {
  await meet({ permissions: [] }, async (guest) => {
    await guest.sees(guest.page.getByText("The microphone and the camera are not allowed on this page."));
    await guest.sees(guest.page.getByText("Click the icon left of the address"));
  });
});
