import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import { createRedisCallStore } from "./call-store-redis.ts";
import { createRedisReaper } from "./reaper-redis.ts";
import { openRedisConnection } from "./redis-connection.ts";
import { callKeys, redisKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import { createRedisRosters } from "./rosters-redis.ts";
import { readScriptReply } from "./script-reply.ts";
import { defaultDurations } from "./store-durations.ts";
import { ageRedis } from "./testing/age-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { admitted, hourMs, newAdmission, newCall, stayOf } from "./testing/samples.ts";

const server = await startRedisServer();
const inspector = new Redis(server.url);
afterAll(async () => {
  inspector.disconnect();
  await server[Symbol.asyncDispose]();
});

const { leaseMs, tickGapMs } = defaultDurations;
const { leaseIndex, lastTick, reapHold } = redisKeys;

/** A store that ticks without gaps, with a hand on the single steps of its reaper. */
async function openReaper() {
  await inspector.flushall();
  const redis = await openRedisConnection({ url: server.url });
  const calls = createRedisCallStore(redis, () => "epoch");
  const rosters = createRedisRosters(redis, defaultDurations);
  const reaper = createRedisReaper(redis, defaultDurations);

  const pass = async (ms: number) => {
    await ageRedis(server.url, ms);
    await inspector.set(lastTick, "just now", "PX", tickGapMs);
    await inspector.del(reapHold);
  };
  const claim = async () =>
    readScriptReply(await redis.run(redisScripts.tick, [leaseIndex, lastTick, reapHold], tickGapMs, leaseMs, 1_000, 10)) ?? [];
  const settle = (...settlement: string[]) => redis.run(redisScripts.settle, [leaseIndex], leaseMs, ...settlement);

  return { redis, calls, rosters, reaper, pass, claim, settle, [Symbol.asyncDispose]: () => redis.close() };
}

type ReaperWorld = Awaited<ReturnType<typeof openReaper>>;

async function join({ calls, rosters }: ReaperWorld, call = newCall()) {
  await calls.create(call);
  const admission = newAdmission(call.callId);
  const result = admitted(await rosters.join(admission));
  return { admission, stay: stayOf(admission, result) };
}

test("[STO-33] a call is in the reapers' index before anybody is in the call, and until it has stayed empty", async () => {
  await using world = await openReaper();
  const { stay } = await join(world);
  await world.rosters.leave(stay);
  const scores: (string | null)[] = [];

  for (let i = 0; i < 3; i += 1) {
    scores.push(await inspector.zscore(leaseIndex, stay.callId));
    await world.pass(leaseMs + 1);
    await world.reaper.reap();
  }

  expect(scores).toEqual([expect.stringMatching(/^\d{13}$/), expect.stringMatching(/^\d{13}\.5$/), null]);
});

test("[STO-33] who joins while a reaper settles the call as empty is reaped all the same", async () => {
  await using world = await openReaper();
  const { stay, admission } = await join(world);
  await world.rosters.leave(stay);
  await world.pass(leaseMs + 1);
  await world.reaper.reap();
  await world.pass(leaseMs + 1);

  // Seen empty for the second time; the join comes between the look and the settlement.
  const [callId = "", claim = ""] = await world.claim();
  const [seen = "", expiresAt = ""] = readScriptReply(await world.redis.run(redisScripts.reap, callKeys(stay.callId))) ?? [];
  await world.rosters.join({ ...admission, ticketId: "another" });
  await world.settle(callId, claim, seen, expiresAt);
  await world.pass(leaseMs + 1);
  const reaped = await world.reaper.reap();

  expect([callId, seen]).toEqual([stay.callId, "empty"]);
  expect(reaped).toMatchObject([{ callId: stay.callId, departures: [{ reason: "left" }, { reason: "lost" }] }]);
});

test("[STO-33] a hint that comes before a reaper's look, and its join after it, keeps the call in the index", async () => {
  await using world = await openReaper();
  const { stay, admission } = await join(world);
  await world.rosters.leave(stay);
  await world.pass(leaseMs + 1);
  await world.reaper.reap();
  await world.pass(leaseMs + 1);

  await world.redis.run(redisScripts.hint, [leaseIndex], stay.callId, leaseMs, leaseMs);
  const [callId = "", claim = ""] = await world.claim();
  const [seen = "", expiresAt = ""] = readScriptReply(await world.redis.run(redisScripts.reap, callKeys(stay.callId))) ?? [];
  const keys = [...callKeys(stay.callId), redisKeys.ticket(stay.callId, "ticket")];
  const { peerId, role, name, pod } = admission;
  await world.redis.run(redisScripts.join, keys, peerId, role, name, "", pod, "epoch", leaseMs, 5_000, 150_000);
  await world.settle(callId, claim, seen, expiresAt);
  await world.pass(leaseMs + 1);

  await expect(world.reaper.reap()).resolves.toMatchObject([{ callId: stay.callId, members: [] }]);
});

test("[STO-33] the index lives as long as the longest call in it", async () => {
  await using world = await openReaper();
  const { stay } = await join(world, newCall({ expiresAtMs: Date.now() + 72 * hourMs }));
  await join(world);
  await world.pass(leaseMs - 1_000);
  await world.rosters.renew(stay.callId, [stay]);
  await world.pass(1_001);

  await world.reaper.reap();

  await expect(inspector.pttl(leaseIndex)).resolves.toBeGreaterThan(71 * hourMs);
});

test("[STO-33] a call that has ended leaves the index at the next look", async () => {
  await using world = await openReaper();
  const { stay } = await join(world);
  await world.calls.end(stay.callId);
  await world.pass(leaseMs + 1);

  await world.reaper.reap();

  await expect(inspector.exists(leaseIndex)).resolves.toBe(0);
});

test("[STO-33] a claimed call is left alone by other reapers, and taken over when its reaper died", async () => {
  await using world = await openReaper();
  const { stay } = await join(world);
  await world.pass(leaseMs + 1);

  const claimed = await world.claim();
  const whileClaimed = await world.reaper.reap();
  await world.pass(1_001);
  const takenOver = await world.reaper.reap();

  expect(claimed[0]).toBe(stay.callId);
  expect(whileClaimed).toEqual([]);
  expect(takenOver).toMatchObject([{ callId: stay.callId, members: [] }]);
});
