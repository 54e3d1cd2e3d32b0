import { createMemoryBus } from "./bus-memory.ts";
import { createMemoryCallStore } from "./call-store-memory.ts";
import { createMemoryCodeStore } from "./code-store-memory.ts";
import { createMemoryFailedTraces } from "./failed-traces-memory.ts";
import { createMemoryIdempotencyStore } from "./idempotency-store-memory.ts";
import { MemoryCalls } from "./memory-calls.ts";
import { createMemoryRateLimiter } from "./rate-limiter-memory.ts";
import { createMemoryReaper } from "./reaper-memory.ts";
import { createMemoryRosters } from "./rosters-memory.ts";
import { defaultDurations, type StoreDurations } from "./store-durations.ts";
import { newStoreEpoch } from "./store-epoch.ts";
import type { Stores } from "./stores.ts";
import { createMemoryUsedTokens } from "./used-tokens-memory.ts";

export interface MemoryStoreOptions {
  /** Unix milliseconds; rates alone stay on the process's own clock. */
  readonly now?: () => number;
  readonly durations?: Partial<StoreDurations>;
}

/** A store for one process: `npm start`, tests. Pods of that process share it, each with an inbox of its own on `bus`. */
export function openMemoryStores({ now = Date.now, durations: given }: MemoryStoreOptions = {}): Stores {
  const durations = { ...defaultDurations, ...given };
  const bus = createMemoryBus();
  const calls = new MemoryCalls(bus, now);

  return {
    calls: createMemoryCallStore(calls, newStoreEpoch),
    codes: createMemoryCodeStore(now, durations.rememberMs),
    idempotency: createMemoryIdempotencyStore(now, durations.rememberMs),
    usedTokens: createMemoryUsedTokens(now),
    rates: createMemoryRateLimiter(),
    rosters: createMemoryRosters(calls, durations),
    reaper: createMemoryReaper(calls, durations),
    bus,
    failedTraces: createMemoryFailedTraces(),
    health: () => "ready",
    onRecovered: () => () => {},
    close: () => bus.close(),
  };
}
