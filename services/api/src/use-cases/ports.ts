import type { IceIssuer, Tokens } from "@tgcall/auth";
import type { Stores } from "@tgcall/store";

/** How long calls, codes and join tokens live, and how many may meet. */
export interface Terms {
  readonly callTtlMs: number;
  readonly codeTtlMs: number;
  readonly joinTokenTtlMs: number;
  readonly maxPeersPerCall: number;
}

/** What the use cases stand on; `now` gives Unix milliseconds. */
export interface Ports {
  readonly stores: Pick<Stores, "calls" | "codes" | "idempotency" | "rosters" | "usedTokens">;
  readonly tokens: Tokens;
  readonly ice: IceIssuer;
  readonly terms: Terms;
  readonly now: () => number;
}
