import { kill } from "node:process";
import { test } from "vitest";
import { Person, talk } from "./support/people.ts";
import { startProduct } from "./support/start-product.ts";

test.concurrent("a client killed hard is shown as reconnecting, and as lost within 21 seconds", async ({ expect }) => {
  await using product = await startProduct();
  await using call = await talk(product.origin);
  const { ada, bob } = call;

  kill(bob.pid, "SIGKILL");
  const killedAt = Date.now();

  await ada.sees(ada.tile("Bob").getByText("Bob is reconnecting"), 5_000);
  await ada.sees(ada.page.getByText("Bob lost the connection"), 25_000);
  expect(Date.now() - killedAt).toBeLessThan(21_000 + 1_000);
});

test.concurrent("a peer that falls silent is let go within 15 seconds, and is back when it speaks again", async ({ expect }) => {
  await using product = await startProduct();
  await using call = await talk(product.origin);
  const { ada, bob } = call;

  // Every process of the browser stands still: its sockets stay open and nobody answers.
  const frozen = bob.freeze();
  const frozenAt = Date.now();
  await ada.sees(ada.tile("Bob").getByText("Bob is reconnecting"), 20_000);
  const silentFor = Date.now() - frozenAt;
  frozen.thaw();

  expect(silentFor).toBeLessThan(15_000 + 1_000);
  await ada.sees(ada.page.getByText("Bob is back"));
});

test.concurrent("an initiator who waits in a hidden tab stays connected", async ({ expect }) => {
  await using product = await startProduct();
  await using ada = await Person.open();
  const invite = await ada.startCall(product.origin);
  await ada.enter("Ada");
  await ada.sees(ada.page.getByText("Waiting for the others"));
  const closes: unknown[] = [];
  ada.page.on("websocket", () => closes.push("another connection"));
  const other = await ada.page.context().newPage();
  await other.bringToFront();
  await ada.hide();

  // Longer than the service waits for a sign of life.
  const until = Date.now() + 20_000;
  await expect.poll(() => Date.now() > until, { timeout: 25_000, interval: 500 }).toBe(true);

  expect(closes).toEqual([]);
  await using bob = await Person.open();
  await bob.follow(invite);
  await bob.enter("Bob");
  await bob.sees(bob.tile("Ada"));
});
