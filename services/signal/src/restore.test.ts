import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startRedisServer } from "@tgcall/store/testing";
import { expect, test } from "vitest";
import { signalsOf } from "./testing/arrange-call.ts";
import { SignalCluster } from "./testing/open-signal.ts";

/** Two peers on two pods over a real Redis, and a way to lose everything in it. */
async function arrange() {
  const owned = new AsyncDisposableStack();
  const redis = owned.use(await startRedisServer());
  const cluster = owned.use(await SignalCluster.openOnRedis(2, redis.url));
  const loseEverything = () => promisify(execFile)("redis-cli", ["-p", String(redis.port), "flushall"]);
  const callId = await cluster.createCall();
  const invited = [await cluster.invite(callId, "initiator"), await cluster.invite(callId)] as const;
  const ada = await cluster.connect(invited[0], { name: "Ada" });
  const bob = await cluster.connect(invited[1], { name: "Bob", pod: 1 });
  await ada.next("peer-joined");
  return { owned, redis, cluster, loseEverything, callId, ada, bob, invitedBob: invited[1] };
}

const waitMs = 10_000;

test("[SIG-42] a store that lost everything gets the call back from the pods within 5 seconds, and nobody seems to leave", async () => {
  const { owned, cluster, loseEverything, callId, ada, bob, invitedBob } = await arrange();
  await using _ = owned;
  const before = await cluster.stores.rosters.read(callId);

  await loseEverything();
  const lostAt = Date.now();

  await expect.poll(async () => (await cluster.stores.rosters.read(callId))?.members.length, { timeout: waitMs, interval: 50 }).toBe(2);
  expect(Date.now() - lostAt).toBeLessThan(5_500);
  const after = await cluster.stores.rosters.read(callId);
  expect(after?.storeEpoch).not.toBe(before?.storeEpoch);
  expect(after?.members.map(({ peerId, epoch, name }) => [peerId, epoch, name])).toEqual(
    before?.members.map(({ peerId, epoch, name }) => [peerId, epoch, name]),
  );
  for (const peer of [ada, bob]) {
    await expect
      .poll(() => peer.frames.find(({ type }) => type === "roster"), { timeout: waitMs })
      .toMatchObject({ storeEpoch: after?.storeEpoch });
    expect(peer.frames.some(({ type }) => type === "peer-left" || type === "peer-away")).toBe(false);
    expect(peer.closed).toBeUndefined();
  }
  ada.say({ type: "signal", to: bob.peerId, data: "still here" });
  await expect.poll(() => signalsOf(bob).length).toBe(1);
  const again = await cluster.connect(invitedBob, { instance: bob.instance });
  expect(again.frames[0]).toMatchObject({ type: "welcome", resumed: true });
});

test("[SIG-42] one call found lost has all others looked at soon", async () => {
  await using redis = await startRedisServer();
  await using cluster = await SignalCluster.openOnRedis(1, redis.url);
  const calls = await Promise.all(Array.from({ length: 20 }, () => cluster.createCall()));
  for (const callId of calls) await cluster.connect(await cluster.invite(callId));

  await promisify(execFile)("redis-cli", ["-p", String(redis.port), "flushall"]);

  const restored = async (): Promise<number> => {
    const rosters = await Promise.all(calls.map((callId) => cluster.stores.rosters.read(callId)));
    return rosters.filter((roster) => roster?.members.length === 1).length;
  };
  await expect.poll(restored, { timeout: 2_500, interval: 50 }).toBe(calls.length);
});

test("[SIG-42] a peer that was removed stays removed when the store has lost everything", async () => {
  const { owned, cluster, loseEverything, callId, ada, bob, invitedBob } = await arrange();
  await using _ = owned;
  await cluster.stores.rosters.kick(callId, bob.peerId);
  await ada.next("peer-left");

  await loseEverything();

  await expect.poll(async () => (await cluster.stores.rosters.read(callId))?.members.length, { timeout: waitMs, interval: 50 }).toBe(1);
  const refused = cluster.dial(invitedBob, await cluster.sig(invitedBob));
  expect((await refused.refusal()).body).toMatchObject({ code: "kicked" });
});

test("[SIG-43] while the store is away calls go on, joining is 503, and afterwards everything works within 5 seconds", async () => {
  const { owned, redis, cluster, ada, bob, invitedBob } = await arrange();
  await using _ = owned;
  const sig = await cluster.sig(invitedBob);

  await redis.stop();
  const askedAt = Date.now();
  const refused = await cluster.dial(invitedBob, sig).refusal();

  expect(refused).toMatchObject({ status: 503, body: { code: "store_unavailable" } });
  expect(refused.headers["retry-after"]).toBe("2");
  expect(Date.now() - askedAt).toBeLessThan(1_500);
  await redis.start();
  const backAt = Date.now();
  ada.say({ type: "signal", to: bob.peerId, data: "over the bus again" });
  await expect
    .poll(
      () => {
        ada.say({ type: "signal", to: bob.peerId, data: "over the bus again" });
        return signalsOf(bob).length;
      },
      { timeout: waitMs, interval: 200 },
    )
    .toBeGreaterThan(0);
  expect(Date.now() - backAt).toBeLessThan(5_500);
  expect([ada.closed, bob.closed]).toEqual([undefined, undefined]);
});
