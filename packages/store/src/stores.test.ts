import fc from "fast-check";
import { expect, test } from "vitest";
import { anyStory, tell } from "./testing/store-script.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

const openRedisWorld = await redisWorlds();

test("[STO-40] memory and Redis give the same answers to the same story", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (story) => {
      await using memory = await openMemoryWorld();
      await using redis = await openRedisWorld();

      expect(await tell(redis, story)).toEqual(await tell(memory, story));
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("a memory store is always ready, and closes", async () => {
  await using world = await openMemoryWorld();

  expect(world.stores.health()).toBe("ready");
  await world.stores.close();
});
