import type { Bus } from "./bus.ts";
import type { CallStore } from "./call-store.ts";
import type { CodeStore } from "./code-store.ts";
import type { FailedTraces } from "./failed-traces.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import type { Reaper, Rosters } from "./roster.ts";
import type { UsedTokens } from "./used-tokens.ts";

/** `connecting`: never met the store; `degraded`: it has been met and is away. */
export type StoreHealth = "connecting" | "ready" | "degraded";

/** Every port of one store, with one lifetime. */
export interface Stores {
  readonly calls: CallStore;
  readonly codes: CodeStore;
  readonly idempotency: IdempotencyStore;
  readonly usedTokens: UsedTokens;
  readonly rates: RateLimiter;
  readonly rosters: Rosters;
  readonly reaper: Reaper;
  readonly bus: Bus;
  readonly failedTraces: FailedTraces;
  health(): StoreHealth;
  /** Calls each time that the store is ready again after it was degraded: what happened meanwhile is not known. Answers how to stop that. */
  onRecovered(listener: () => void): () => void;
  close(): Promise<void>;
}
