import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { countOf, expectNothingLost } from "./support/account.ts";
import { recovery } from "./support/recovery.ts";
import { untilWhole } from "./support/rosters.ts";
import { scenario } from "./support/scenario.ts";
import { SentinelRedis } from "./support/sentinels.ts";
import { System } from "./support/system.ts";
import { Writes } from "./support/writes.ts";

scenario("Sentinel failover", async (figures) => {
  await using redis = await SentinelRedis.start();
  await using system = await System.start({ redisUrl: redis.url, env: { REDIS_MIN_REPLICAS: "1" } });
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  const writes = new Writes(system.origin);
  writes.start();
  await delay(4_000);

  const killedAtMs = Date.now();
  await redis.primary.stop();
  await redis.untilPromoted();
  const promotedAtMs = Date.now();
  figures.ms("promoted after", promotedAtMs - killedAtMs);
  figures.ms("every roster whole after the promotion", await untilWhole(system.origin, crowd, promotedAtMs), 5_000);
  // Durable writes want a replica: the old primary becomes one.
  await redis.primary.start();
  figures.ms("new calls work after its return", await recovery(system, Date.now()), 30_000);
  await delay(2_000);
  await writes.stop();

  figures.count("created and acknowledged", writes.created.length, { atLeast: 50 });
  figures.count("calls lost", await writes.lostCalls());
  figures.count("codes lost, or used and usable again", await writes.wrongCodes());
  figures.count("answers that were neither success nor 503", writes.strange.length);
  figures.count("connections closed", countOf(await crowd.events(), "closed"));
  await expectNothingLost(crowd, figures, { deliverMs: 60_000 });
});
