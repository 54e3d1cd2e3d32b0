import { afterAll, expect, test } from "vitest";
import { RedisClock } from "./redis-clock.ts";
import { openRedisConnection } from "./redis-connection.ts";
import { startRedisServer } from "./testing/redis-server.ts";

const server = await startRedisServer();
afterAll(() => server[Symbol.asyncDispose]());

/** A clock of a machine that is wrong by so many milliseconds. */
async function openClock(wrongByMs: number) {
  const redis = await openRedisConnection({ url: server.url });
  const clock = new RedisClock(redis, () => performance.timeOrigin + performance.now() + wrongByMs);
  return { clock, [Symbol.asyncDispose]: () => redis.close() };
}

test("[BUS-11] machines whose clocks differ by minutes measure a time between them to the millisecond", async () => {
  await using slow = await openClock(-120_000);
  await using fast = await openClock(90_000);
  for (const { clock } of [slow, fast]) for (let i = 0; i < 8; i += 1) await clock.adjust();

  const sentAtMs = slow.clock.now();
  const receivedAtMs = fast.clock.now();

  expect(Math.abs((receivedAtMs ?? 0) - (sentAtMs ?? Number.NaN))).toBeLessThan(50);
  expect(fast.clock.since(sentAtMs)).toBeLessThan(1_000);
});

test("[BUS-11] nothing is said of times before Redis was asked, and no time is negative", async () => {
  await using one = await openClock(0);

  expect(one.clock.now()).toBeUndefined();
  expect(one.clock.since(1)).toBeUndefined();
  await one.clock.adjust();

  expect(one.clock.since(undefined)).toBeUndefined();
  expect(one.clock.since(Number.MAX_SAFE_INTEGER)).toBe(0);
});
