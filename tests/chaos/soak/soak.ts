import { ageRedis } from "../../../packages/store/src/testing/age-redis.ts";
import { Crowd } from "../headless/crowd.ts";
import { expectNothingLost } from "../support/account.ts";
import { Figures } from "../support/figures.ts";
import { Joins } from "../support/joins.ts";
import { inspectable, MemoryProbe } from "../support/memory-probe.ts";
import { askRedis, startDurableRedis } from "../support/redis.ts";
import { RedisGate } from "../support/redis-gate.ts";
import { System } from "../support/system.ts";
import { faults } from "./faults.ts";

export interface SoakOptions {
  readonly minutes: number;
  readonly calls: number;
  readonly say: (line: string) => void;
}

const quietMs = { least: 5_000, most: 20_000 };
const minuteMs = 60_000;
/** Longer than anything is remembered. */
const foreverMs = 30 * 24 * 60 * minuteMs;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Sample {
  readonly atMs: number;
  readonly mib: number;
}

/** Load, people who come and go, and one fault after another; the first process of each kind lives throughout, and its memory is watched. */
export async function soak({ minutes, calls, say }: SoakOptions): Promise<Figures> {
  const figures = new Figures();
  await using redis = await startDurableRedis();
  await using gate = await RedisGate.start(redis.port);
  {
    await using system = await System.start({ redisUrl: gate.url, env: { ...inspectable, DRAIN_SECONDS: "5" } });
    await using crowd = new Crowd(system);
    await crowd.fill(calls);
    await crowd.load(10);
    const joins = new Joins(system.origin, 2);
    const watched = { api: system.apis[0], signal: system.signals[0] };
    const samples = new Map<string, Sample[]>();

    const endsAtMs = Date.now() + minutes * minuteMs;
    let count = 0;
    while (Date.now() < endsAtMs) {
      const fault = faults[Math.floor(Math.random() * faults.length)];
      count += 1;
      say(`${new Date().toISOString()} ${fault?.name}`);
      await fault?.strike({ system, gate, redis, crowd });
      await wait(quietMs.least + Math.random() * (quietMs.most - quietMs.least));
      for (const [name, service] of Object.entries(watched)) {
        if (service === undefined) continue;
        await using memory = await MemoryProbe.open(service);
        const sample = { atMs: Date.now(), mib: await memory.heldMib() };
        samples.set(name, [...(samples.get(name) ?? []), sample]);
        say(`  ${name} holds ${sample.mib.toFixed(1)} MiB`);
      }
    }
    await joins.stop();
    figures.count("faults", count, { atLeast: 1 });
    figures.count("calls of passers-by", joins.meetings, { atLeast: 1 });
    await expectNothingLost(crowd, figures, { deliverMs: minuteMs });
    for (const [name, taken] of samples)
      figures.mib(`${name}: memory gained in 10 min`, slope(taken) * 10 * minuteMs, minutes >= 10 ? 1 : undefined);
  }
  await gate.set("open");
  await ageRedis(redis.url, foreverMs);
  figures.count("keys left when their time is over", Number(await askRedis(redis.port, "DBSIZE")));
  return figures;
}

/** MiB a millisecond, by least squares over the second half: what warms up does so in the first. */
function slope(samples: readonly Sample[]): number {
  const half = samples.slice(Math.floor(samples.length / 2));
  const mean = (of: (sample: Sample) => number): number => half.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, half.length);
  const [atMs, mib] = [mean((sample) => sample.atMs), mean((sample) => sample.mib)];
  const spread = mean((sample) => (sample.atMs - atMs) ** 2);
  return spread === 0 ? 0 : mean((sample) => (sample.atMs - atMs) * (sample.mib - mib)) / spread;
}
