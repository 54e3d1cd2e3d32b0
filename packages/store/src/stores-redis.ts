import { createRedisBus, type RedisBusOptions } from "./bus-redis.ts";
import { createRedisCallStore } from "./call-store-redis.ts";
import { createRedisCodeStore } from "./code-store-redis.ts";
import { createRedisFailedTraces } from "./failed-traces-redis.ts";
import { createRedisIdempotencyStore } from "./idempotency-store-redis.ts";
import { createRedisRateLimiter } from "./rate-limiter-redis.ts";
import { createRedisReaper } from "./reaper-redis.ts";
import { openRedisConnection, type RedisConnectionOptions } from "./redis-connection.ts";
import { createRedisRosters } from "./rosters-redis.ts";
import { defaultDurations, type StoreDurations } from "./store-durations.ts";
import { newStoreEpoch } from "./store-epoch.ts";
import type { Stores } from "./stores.ts";
import { createRedisUsedTokens } from "./used-tokens-redis.ts";

export interface RedisStoreOptions extends RedisConnectionOptions, RedisBusOptions {
  readonly durations?: Partial<StoreDurations>;
}

/**
 * A store that any number of processes share. Resolves even when Redis is not there yet: until then every method rejects
 * with `store_unavailable`, and `bus.open` waits.
 */
export async function openRedisStores(options: RedisStoreOptions): Promise<Stores> {
  const durations = { ...defaultDurations, ...options.durations };
  const redis = await openRedisConnection(options);
  const bus = createRedisBus(redis, options);

  return {
    calls: createRedisCallStore(redis, newStoreEpoch),
    codes: createRedisCodeStore(redis, durations.rememberMs),
    idempotency: createRedisIdempotencyStore(redis, durations.rememberMs),
    usedTokens: createRedisUsedTokens(redis),
    rates: createRedisRateLimiter(redis, options.onCommand),
    rosters: createRedisRosters(redis, durations),
    reaper: createRedisReaper(redis, durations),
    bus,
    failedTraces: createRedisFailedTraces(redis),
    health: redis.health,
    onRecovered: redis.onRecovered,

    async close() {
      await bus.close();
      await redis.close();
    },
  };
}
