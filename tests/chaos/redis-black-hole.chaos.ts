import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { countOf, expectNothingLost } from "./support/account.ts";
import { healthOf, joinRequest, Probes } from "./support/probes.ts";
import { recovery } from "./support/recovery.ts";
import { startDurableRedis } from "./support/redis.ts";
import { RedisGate } from "./support/redis-gate.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

scenario("Redis black hole: accepts, never answers", async (figures) => {
  await using redis = await startDurableRedis();
  await using gate = await RedisGate.start(redis.port);
  await using system = await System.start({ redisUrl: gate.url });
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  await delay(2_000);
  const pids = system.services.map(({ pid }) => pid);

  const silentAtMs = Date.now();
  await gate.set("silent");
  const probes = new Probes(joinRequest(system.origin, crowd.calls[0]?.tokens[0] ?? ""), 200);
  const noticedMs = await Promise.all(
    system.services.map(async (service) => {
      while ((await healthOf(service)).join() !== "200 degraded,200 degraded" && Date.now() - silentAtMs < 20_000) await delay(100);
      return Date.now() - silentAtMs;
    }),
  );
  await delay(Math.max(0, silentAtMs + 15_000 - Date.now()));
  const answers = await probes.stop();
  const returnedAtMs = Date.now();
  await gate.set("open");
  figures.ms("working again after", await recovery(system, returnedAtMs), 5_000);
  await delay(3_000);

  figures.ms("last process that says degraded, with 200", Math.max(...noticedMs), 10_000);
  figures.ms("slowest answer meanwhile", Math.max(...answers.map(({ tookMs }) => tookMs)), 1_000);
  figures.count("joins refused with 503", answers.filter(({ status }) => status === 503).length, { atLeast: 10 });
  figures.count("joins answered otherwise", answers.filter(({ status }) => status !== 503).length);
  figures.count("processes that ended", system.services.filter(({ pid, isRunning }, index) => !isRunning || pid !== pids[index]).length);
  figures.count("connections closed", countOf(await crowd.events(), "closed", silentAtMs));
  await expectNothingLost(crowd, figures, { deliverMs: 60_000 });
});

scenario(
  "Redis silent for 2 s, its old connections for ever",
  async (figures) => {
    await using redis = await startDurableRedis();
    await using gate = await RedisGate.start(redis.port);
    await using system = await System.start({ redisUrl: gate.url });
    await using crowd = new Crowd(system);
    await crowd.fill(10);
    await crowd.load(10);
    await delay(2_000);

    const silentAtMs = Date.now();
    await gate.set("silent");
    await delay(2_000);
    await gate.set("healed");
    figures.ms("working again after", await recovery(system, Date.now()), 5_000);
    figures.count("connections closed", countOf(await crowd.events(), "closed", silentAtMs));
    await expectNothingLost(crowd, figures);
  },
  { seats: 3 },
);
