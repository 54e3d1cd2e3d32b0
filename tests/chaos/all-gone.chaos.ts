import type { Page } from "playwright-core";
import { expect } from "vitest";
import { expectMediaFlows } from "../e2e/support/media.ts";
import { talk } from "../e2e/support/people.ts";
import { servePages } from "./support/pages.ts";
import { PictureWatch } from "./support/picture-watch.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

scenario("every service and Redis gone: the call goes on without them", async (figures) => {
  await using system = await System.start({ pages: await servePages() });
  await using call = await talk(system.origin);
  const { ada, bob } = call;
  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  const watches = [new PictureWatch(ada.page), new PictureWatch(bob.page)];

  await Promise.all([...system.services.map((service) => service.end("SIGKILL")), system.redis?.stop()]);
  await ada.sees(ada.page.getByRole("status").getByText("Reconnecting…"));
  await ada.sees(ada.page.getByRole("alertdialog").getByText("The connection to the service is lost"));

  await ada.toggle("Microphone").click();
  await bob.sees(bob.tile("Ada").getByRole("img", { name: "Microphone off" }));
  await ada.toggle("Microphone").click();
  await expect.poll(() => bob.tile("Ada").getByRole("img", { name: "Microphone off" }).count()).toBe(0);

  const before = await iceOf(ada.page);
  // A new network makes the page restart ICE (RFC 8445, section 9): both ends get new user fragments.
  await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect.poll(async () => (await iceOf(ada.page)).filter((part) => before.includes(part)), { timeout: 20_000 }).toEqual([]);
  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  await Promise.all([watches[0]?.stop(figures, "Ada"), watches[1]?.stop(figures, "Bob")]);

  await ada.toggle("Camera").click();
  await expect.poll(() => bob.tile("Ada").locator("video").count()).toBe(0);
  await bob.button("End call").click();
  await bob.sees(bob.heading("You left the call"));
  await ada.sees(ada.page.getByText("Bob left"));
});

/** The user fragments of both ends of the connection. */
const iceOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const connection = window.tgcallTestConnections.findLast(({ connectionState }) => connectionState !== "closed");
    const fragmentOf = (description: RTCSessionDescription | null | undefined): string =>
      /a=ice-ufrag:(\S+)/.exec(description?.sdp ?? "")?.[1] ?? "none";
    return [fragmentOf(connection?.currentLocalDescription), fragmentOf(connection?.currentRemoteDescription)];
  });
