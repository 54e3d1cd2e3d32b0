import { Problem } from "@tgcall/protocol";
import type { RateLimiter, RateRule } from "@tgcall/store";
import type { ApiMetrics } from "../metrics.ts";
import type { RateRuleName } from "../rate-rules.ts";

/** Refuses clients that try too often. */
export interface RateLimits {
  /** Counts an attempt; throws `rate_limited` when it is one too many. */
  take(rule: RateRuleName, key: string): Promise<void>;
  /** Does `work`, and counts it only when it fails so that `isFailure`; attempts under way count till they are done, refused ones never. */
  countFailures<T>(rule: RateRuleName, key: string, isFailure: (error: unknown) => boolean, work: () => Promise<T>): Promise<T>;
}

export function createRateLimits(
  rates: RateLimiter,
  rules: Readonly<Record<RateRuleName, RateRule>>,
  { rateLimited }: Pick<ApiMetrics, "rateLimited">,
): RateLimits {
  const limits: RateLimits = {
    async take(rule, key) {
      const refusal = await rates.take(rules[rule], key);
      if (refusal === undefined) return;
      rateLimited.inc({ rule });
      const { retryAfterSeconds } = refusal;
      throw new Problem("rate_limited", `try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
    },

    async countFailures(rule, key, isFailure, work) {
      let isCounted = false;
      try {
        await limits.take(rule, key);
        return await work();
      } catch (error) {
        isCounted = isFailure(error);
        throw error;
      } finally {
        if (!isCounted) await rates.refund(rules[rule], key);
      }
    },
  };
  return limits;
}
