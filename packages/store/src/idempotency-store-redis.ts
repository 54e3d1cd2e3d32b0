import type { IdempotencyStore } from "./idempotency-store.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { redisKeys } from "./redis-keys.ts";

/** Answers to repeated requests in Redis: `<fingerprint> <proposal>`, the fingerprint encoded so that no blank stands in it. */
export function createRedisIdempotencyStore(redis: RedisCommands, rememberMs: number): IdempotencyStore {
  return {
    async claim(key, fingerprint, proposal) {
      const mine = `${encodeURIComponent(fingerprint)} `;
      const first = await redis.setDurably(redisKeys.claim(key), mine + proposal, "PX", rememberMs, "NX", "GET");
      if (typeof first !== "string") return { proposal };
      return first.startsWith(mine) ? { proposal: first.slice(mine.length) } : "conflict";
    },
  };
}
