import { setTimeout as delay } from "node:timers/promises";
import { limits } from "@tgcall/protocol";
import fc from "fast-check";
import { Crowd } from "./headless/crowd.ts";
import { anyStory } from "./model/commands.ts";
import { RealWorld } from "./model/real-world.ts";
import { countOf } from "./support/account.ts";
import { startDurableRedis } from "./support/redis.ts";
import { RedisGate } from "./support/redis-gate.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const runs = 10;

scenario(
  "model: 10 of these stories on real processes",
  async (figures) => {
    const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 2 ** 31);
    figures.count("seed", seed, { atLeast: 0 });
    await using redis = await startDurableRedis();
    await using gate = await RedisGate.start(redis.port);
    await using system = await System.start({ redisUrl: gate.url });
    await using crowd = new Crowd(system);
    const world = new RealWorld({ system, gate, redisPort: redis.port, crowd });

    const stories = fc.sample(anyStory, { seed, numRuns: runs });
    for (const story of stories) await world.tell(story);
    await world.calm();
    await delay(limits.leaseMs);
    figures.ms("rosters agree after", await crowd.settle(20_000));
    figures.ms("all delivered after", await crowd.deliver(20_000));

    const { accepted, lost, twice, outOfOrder, stale } = await crowd.delivered();
    const events = await crowd.events();
    figures.count("stories", stories.length, { atLeast: runs });
    figures.count("messages accepted", accepted, { atLeast: 50 });
    figures.count("connections", countOf(events, "welcome"), { atLeast: 50 });
    figures.count("lost", lost);
    figures.count("twice", twice);
    figures.count("out of order", outOfOrder);
    figures.count("of an old epoch", stale);
    figures.count("changes of membership told wrongly", (await crowd.rosterBreaches()).length);
  },
  { seats: 1 },
);
