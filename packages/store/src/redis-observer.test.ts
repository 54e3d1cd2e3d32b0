import { expect, test, vi } from "vitest";
import { openRedisStores } from "./stores-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { newCall } from "./testing/samples.ts";

test("every command is heard of by its name and time, and those that fail as failed", async () => {
  await using server = await startRedisServer();
  const onCommand = vi.fn();
  const stores = await openRedisStores({ url: server.url, onCommand });
  const call = newCall();

  await stores.calls.create(call);
  await stores.rates.take({ name: "any", points: 1, seconds: 60 }, "key");
  await server[Symbol.asyncDispose]();
  await stores.calls.read(call.callId).catch(() => {});

  const heard = onCommand.mock.calls;
  for (const name of ["clock", "create", "rate"]) expect(heard).toContainEqual([name, expect.any(Number), true]);
  expect(heard).toContainEqual(["read-call", expect.any(Number), false]);
  await stores.close();
});
