export type { Bus, Deliver, Envelope } from "./bus.ts";
export type { Call, CallStore, NewCall } from "./call-store.ts";
export type { CodeStore, ConsumedCode } from "./code-store.ts";
export type { IdempotencyStore } from "./idempotency-store.ts";
export type { RateLimiter, RateRule } from "./rate-limiter.ts";
export type { Admission, Departure, JoinResult, Member, PodId, Reaper, Refusal, Renewal, Roster, Rosters, Stay } from "./roster.ts";
export type { StoreHealth, Stores } from "./stores.ts";
export type { UsedTokens } from "./used-tokens.ts";
