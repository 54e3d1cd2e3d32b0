import type { RedisConnection } from "./redis-connection.ts";
import { redisKeys } from "./redis-keys.ts";
import type { UsedTokens } from "./used-tokens.ts";

/** Used tokens in Redis. */
export function createRedisUsedTokens(redis: RedisConnection): UsedTokens {
  return {
    burn: async (id, ttlSeconds) => (await redis.ask((client) => client.set(redisKeys.usedToken(id), 1, "EX", ttlSeconds, "NX"))) === "OK",
  };
}
