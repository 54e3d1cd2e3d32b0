import { RateLimiterRedis } from "rate-limiter-flexible";
import type { RateLimiter } from "./rate-limiter.ts";
import { adaptRateLimiters } from "./rate-limiter-adapter.ts";
import { openMemoryLimiter } from "./rate-limiter-memory.ts";
import type { RedisCommands } from "./redis-commands.ts";

/** Rates in Redis, shared by all processes; each goes on in its own memory while Redis is away. */
export const createRedisRateLimiter = ({ client }: RedisCommands): RateLimiter =>
  adaptRateLimiters((rule) => {
    const insuranceLimiter = openMemoryLimiter(rule);
    const { keyPrefix, points, duration } = insuranceLimiter;
    return new RateLimiterRedis({ storeClient: client, rejectIfRedisNotReady: true, keyPrefix, points, duration, insuranceLimiter });
  });
