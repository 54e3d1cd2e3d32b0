/** At most `points` per `seconds`; `name` tells rules apart, in keys and metrics. */
export interface RateRule {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** How often a client may try; shared by all processes on one store. Goes on in memory, per process, while the store is away. */
export interface RateLimiter {
  /** Takes a point; `undefined` when allowed, else the whole seconds to wait. */
  take(rule: RateRule, key: string): Promise<{ readonly retryAfterSeconds: number } | undefined>;
  /** Gives a point back: what only counts failures takes first and refunds success. */
  refund(rule: RateRule, key: string): Promise<void>;
}
