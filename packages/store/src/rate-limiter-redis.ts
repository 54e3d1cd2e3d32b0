import { RateLimiterRedis } from "rate-limiter-flexible";
import type { RateLimiter } from "./rate-limiter.ts";
import { adaptRateLimiters } from "./rate-limiter-adapter.ts";
import { openMemoryLimiter } from "./rate-limiter-memory.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { type OnCommand, timed } from "./redis-observer.ts";

/** Rates in Redis, shared by all processes; each goes on in its own memory while Redis is away. */
export function createRedisRateLimiter({ client }: RedisCommands, onCommand: OnCommand = () => {}): RateLimiter {
  const { take, refund } = adaptRateLimiters((rule) => {
    const insuranceLimiter = openMemoryLimiter(rule);
    const { keyPrefix, points, duration } = insuranceLimiter;
    return new RateLimiterRedis({ storeClient: client, rejectIfRedisNotReady: true, keyPrefix, points, duration, insuranceLimiter });
  });
  return {
    take: (rule, key) => timed("rate", onCommand, () => take(rule, key)),
    refund: (rule, key) => timed("rate", onCommand, () => refund(rule, key)),
  };
}
