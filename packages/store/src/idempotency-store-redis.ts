import type { IdempotencyStore } from "./idempotency-store.ts";
import type { RedisConnection } from "./redis-connection.ts";
import { redisKeys } from "./redis-keys.ts";

/** Answers to repeated requests in Redis: `<fingerprint> <proposal>`, the fingerprint encoded so that no blank stands in it. */
export function createRedisIdempotencyStore(redis: RedisConnection, rememberMs: number): IdempotencyStore {
  return {
    async claim(key, fingerprint, proposal) {
      const mine = `${encodeURIComponent(fingerprint)} `;
      const first = await redis.ask((client) => client.set(redisKeys.claim(key), mine + proposal, "PX", rememberMs, "NX", "GET"));
      if (first === null) return { proposal };
      return first.startsWith(mine) ? { proposal: first.slice(mine.length) } : "conflict";
    },
  };
}
