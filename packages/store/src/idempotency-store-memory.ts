import { ExpiringMap } from "./expiring-map.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";

/** Answers to repeated requests in the memory of one process. */
export function createMemoryIdempotencyStore(now: () => number, rememberMs: number): IdempotencyStore {
  const claims = new ExpiringMap<string, { readonly fingerprint: string; readonly proposal: string }>(now);

  return {
    async claim(key, fingerprint, proposal) {
      const first = claims.get(key);
      if (first !== undefined) return first.fingerprint === fingerprint ? { proposal: first.proposal } : "conflict";
      claims.set(key, { fingerprint, proposal }, now() + rememberMs);
      return { proposal };
    },
  };
}
