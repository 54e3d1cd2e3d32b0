import { expect, test } from "vitest";
import { expectAccessible } from "./support/accessible.ts";
import { expectMediaFlows } from "./support/media.ts";
import { talk } from "./support/people.ts";
import { startProduct } from "./support/start-product.ts";

test("two people see and hear each other, and every change of one reaches the other", async () => {
  await using product = await startProduct();
  await using call = await talk(product.origin);
  const { ada, bob } = call;

  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  await bob.sees(bob.page.getByRole("timer"));
  expect(ada.page.url()).toBe(`${product.origin}/join`);
  await expectAccessible(ada.page, "call");

  await ada.toggle("Microphone").click();
  await bob.sees(bob.tile("Ada").getByRole("img", { name: "Microphone off" }));
  await ada.toggle("Microphone").click();
  await expect.poll(() => bob.tile("Ada").getByRole("img", { name: "Microphone off" }).count()).toBe(0);

  await ada.toggle("Camera").click();
  await expect.poll(() => bob.tile("Ada").locator("video").count()).toBe(0);
  await ada.toggle("Camera").click();
  await bob.sees(bob.tile("Ada").locator("video"));

  await ada.button("Share screen").click();
  await bob.sees(bob.tile("Ada’s screen").locator("video"));
  await expectAccessible(bob.page, "call with a shared screen");
  await ada.button("Share screen").click();
  await expect.poll(() => bob.tile("Ada’s screen").count()).toBe(0);

  await ada.button("Raise hand").click();
  await bob.sees(bob.tile("Ada").getByRole("img", { name: "Hand raised" }));
  await expectMediaFlows(bob.page);

  await bob.button("Hang up").click();
  await ada.sees(ada.page.getByText("Bob left"));
  await expect.poll(() => ada.tile("Bob").count()).toBe(0);
  await bob.sees(bob.heading("You left the call"));
  await Promise.all([expectAccessible(ada.page, "alone in the call"), expectAccessible(bob.page, "after the call")]);
  for (const person of [ada, bob]) person.expectNoComplaints();
});

test("a reload is the same peer in a new epoch, and the call comes back without anyone else's doing", async () => {
  await using product = await startProduct();
  await using call = await talk(product.origin);
  const { ada, bob } = call;
  await expectMediaFlows(ada.page);
  const peerId = await ada.tile("Bob").getAttribute("data-peer-id");

  await bob.page.reload();

  await bob.sees(bob.tile("Ada"));
  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  expect(await ada.tile("Bob").getAttribute("data-peer-id")).toBe(peerId);
  expect(await ada.page.getByText("Bob left").count()).toBe(0);
  for (const person of [ada, bob]) person.expectNoComplaints();
});
