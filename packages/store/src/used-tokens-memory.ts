import { ExpiringMap } from "./expiring-map.ts";
import type { UsedTokens } from "./used-tokens.ts";

/** Used tokens in the memory of one process. */
export function createMemoryUsedTokens(now: () => number): UsedTokens {
  const used = new ExpiringMap<string, true>(now);

  return {
    async burn(id, ttlSeconds) {
      if (used.get(id)) return false;
      used.set(id, true, now() + ttlSeconds * 1_000);
      return true;
    },
  };
}
