import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import type { RateLimiter, RateRule } from "./rate-limiter.ts";

/** Makes a rate limiter of one limiter a rule, opened when the rule is first used. */
export function adaptRateLimiters(openLimiter: (rule: RateRule) => RateLimiterAbstract): RateLimiter {
  const limiters = new Map<string, RateLimiterAbstract>();

  const limiterOf = (rule: RateRule): RateLimiterAbstract => {
    const ruleKey = `${rule.name} ${rule.points} ${rule.seconds}`;
    const limiter = limiters.get(ruleKey) ?? openLimiter(rule);
    limiters.set(ruleKey, limiter);
    return limiter;
  };

  return {
    async take(rule, key) {
      try {
        await limiterOf(rule).consume(key);
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)) };
      }
    },

    async refund(rule, key) {
      await limiterOf(rule).reward(key);
    },
  };
}
