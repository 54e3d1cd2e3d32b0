import { RateLimiterMemory } from "rate-limiter-flexible";
import type { RateLimiter, RateRule } from "./rate-limiter.ts";
import { adaptRateLimiters } from "./rate-limiter-adapter.ts";

/** Rates in the memory of one process, on the process's own clock. */
export const createMemoryRateLimiter = (): RateLimiter => adaptRateLimiters(openMemoryLimiter);

export const openMemoryLimiter = ({ name, points, seconds }: RateRule): RateLimiterMemory =>
  new RateLimiterMemory({ keyPrefix: `rate:${name}`, points, duration: seconds });
