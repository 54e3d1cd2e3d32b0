import { expect, test } from "vitest";
import { failedTracesContract } from "./failed-traces.contract.ts";
import { openRedisStores } from "./stores-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { clusterWorlds, openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

failedTracesContract("memory", openMemoryWorld);
failedTracesContract("Redis", await redisWorlds());
failedTracesContract("a Redis cluster", await clusterWorlds());

test("[BUS-12] a process hears of them again when Redis comes back", async () => {
  await using server = await startRedisServer();
  const stores = await openRedisStores({ url: server.url });
  const heard = new Set<string>();
  stores.failedTraces.hear((traceId) => heard.add(traceId));
  const isHeard = (traceId: string) => () => {
    stores.failedTraces.tell(traceId);
    return heard.has(traceId);
  };
  await expect.poll(isHeard("before")).toBe(true);

  await server.stop();
  await server.start();

  await expect.poll(isHeard("after"), { timeout: 5_000 }).toBe(true);
  await stores.close();
});
