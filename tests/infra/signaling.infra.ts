import { expect } from "vitest";
import { type Installation, type Service, startInstallation, test } from "./support/installation.ts";
import { expectToSurvive, openPair, openTalker } from "./support/talkers.ts";

const connectionsOf = ({ signals }: Installation): Promise<number[]> =>
  Promise.all(signals.map((signal) => signal.metric("tgcall_signal_connections")));

async function homeOf(installation: Installation): Promise<Service> {
  const connections = await connectionsOf(installation);
  const home = installation.signals[connections.indexOf(2)];
  if (home === undefined) throw new Error(`the call is spread: ${connections}`);
  return home;
}

test("all peers of a call meet on one signal process, and calls spread over all of them", async ({ installation }) => {
  const homes = new Set<Service>();

  for (let call = 0; call < 16 || (homes.size < 3 && call < 64); call++) {
    using _ = await openPair(installation.origin);
    homes.add(await homeOf(installation));
    _[Symbol.dispose]();
    await expect.poll(() => connectionsOf(installation)).toEqual([0, 0, 0]);
  }

  expect(homes.size).toBe(3);
});

test("when a signal process is killed, its call meets on another one and loses no message", async () => {
  await using installation = await startInstallation();
  using pair = await openPair(installation.origin);
  const home = await homeOf(installation);

  await expectToSurvive(pair, () => home.process.kill("SIGKILL"));

  const others = installation.signals.filter((signal) => signal !== home);
  const connections = await Promise.all(others.map((signal) => signal.metric("tgcall_signal_connections")));
  expect(connections.toSorted()).toEqual([0, 2]);
});

test("a signal process that drains hands its call to another one through the same door", async () => {
  await using installation = await startInstallation({ env: { DRAIN_SECONDS: "5" } });
  using pair = await openPair(installation.origin);
  const { ada, bob } = pair;
  const home = await homeOf(installation);

  home.process.kill("SIGTERM");
  for (let number = 0; number < 20; number++) ada.session.send(bob.peerId(), number);

  const others = installation.signals.filter((signal) => signal !== home);
  const moved = () => Promise.all(others.map((signal) => signal.metric("tgcall_signal_connections")));
  await expect.poll(async () => (await moved()).toSorted(), { timeout: 20_000 }).toEqual([0, 2]);
  await expect.poll(() => bob.heard, { timeout: 20_000 }).toEqual(Array.from({ length: 20 }, (_, number) => number));
  await expect.poll(() => [ada.session.phase, bob.session.phase]).toEqual(["connected", "connected"]);
  // Both moved with the ticket that they were given; nobody fell out and had to join again.
  expect(installation.door.accessLog().match(/"path":"\/api\/join"/g)).toHaveLength(2);
});

test("WebSockets live through a reload of nginx, and who comes after it meets the others", async ({ installation }) => {
  using pair = await openPair(installation.origin);
  const { ada, bob } = pair;
  const home = await homeOf(installation);
  const old = installation.door.workers();
  const young = (): readonly number[] => installation.door.workers().filter((worker) => !old.includes(worker));
  let sent = 0;

  installation.door.reload();
  await expect
    .poll(() => {
      ada.session.send(bob.peerId(), sent++);
      return young().length;
    })
    .toBeGreaterThan(0);
  using eve = openTalker(installation.origin, await pair.inviteAnother(), "Eve");
  await expect.poll(() => eve.session.peers.size).toBe(2);

  await expect.poll(() => bob.heard).toEqual(Array.from({ length: sent }, (_, number) => number));
  expect([ada.phases, bob.phases].flat()).not.toContain("reconnecting");
  expect(await home.metric("tgcall_signal_connections")).toBe(3);
});

test("who loses the connection because nginx itself dies comes back without a lost message", async ({ installation }) => {
  using pair = await openPair(installation.origin);

  await expectToSurvive(pair, () => {
    for (const worker of installation.door.workers()) process.kill(worker, "SIGKILL");
  });
});
