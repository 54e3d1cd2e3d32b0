import type { RedisCommands } from "./redis-commands.ts";
import { redisKeys } from "./redis-keys.ts";

interface Sample {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/** Samples to choose from: old enough to have met a quick one, young enough for clocks not to have drifted. */
const maxSamples = 8;

/**
 * Redis' clock as far as it is known here, so that processes whose own clocks differ can measure times between them. Of the last
 * answers the quickest is believed; it is right to within half its round trip.
 */
export class RedisClock {
  readonly #redis: RedisCommands;
  readonly #ownNow: () => number;
  #samples: readonly Sample[] = [];
  #offsetMs: number | undefined;

  constructor(redis: RedisCommands, ownNow = (): number => performance.timeOrigin + performance.now()) {
    this.#redis = redis;
    this.#ownNow = ownNow;
  }

  /** Milliseconds since 1970; `undefined` until Redis was asked. */
  now(): number | undefined {
    return this.#offsetMs === undefined ? undefined : this.#ownNow() + this.#offsetMs;
  }

  /** Milliseconds since `atMs`, and never less than none: what is unsure may be on either side. */
  since(atMs: number | undefined): number | undefined {
    const nowMs = this.now();
    return atMs === undefined || nowMs === undefined ? undefined : Math.max(0, nowMs - atMs);
  }

  /** Asks Redis for its time; keeps what is known when that fails. */
  async adjust(): Promise<void> {
    const askedAtMs = this.#ownNow();
    // One key for all, so that everybody asks the same node of a cluster.
    const reply = await this.#redis.ask("clock", (client) => client.eval(timeLua, 1, redisKeys.lastTick)).catch(() => undefined);
    const answeredAtMs = this.#ownNow();
    const redisMs = readTime(reply);
    if (redisMs === undefined) return;
    const sample = { offsetMs: redisMs - (askedAtMs + answeredAtMs) / 2, roundTripMs: answeredAtMs - askedAtMs };
    this.#samples = [...this.#samples.slice(1 - maxSamples), sample];
    this.#offsetMs = this.#samples.reduce((best, each) => (each.roundTripMs <= best.roundTripMs ? each : best)).offsetMs;
  }
}

const timeLua = 'return redis.call("TIME")';

function readTime(reply: unknown): number | undefined {
  const [seconds, microseconds] = Array.isArray(reply) ? reply.map(Number) : [];
  return seconds === undefined || microseconds === undefined ? undefined : seconds * 1_000 + microseconds / 1_000;
}
