import type { RedisCommands } from "./redis-commands.ts";
import { redisKeys } from "./redis-keys.ts";
import type { UsedTokens } from "./used-tokens.ts";

/** Used tokens in Redis. */
export function createRedisUsedTokens(redis: RedisCommands): UsedTokens {
  return {
    async burn(id, ttlSeconds) {
      const ttlMs = Math.max(1, Math.ceil(ttlSeconds * 1_000));
      return (await redis.setDurably(redisKeys.usedToken(id), 1, "PX", ttlMs, "NX")) === "OK";
    },
  };
}
