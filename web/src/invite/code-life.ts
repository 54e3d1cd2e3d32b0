import type { InviteView } from "./invite-offer.ts";

/** What a code is worth at a moment. */
export type CodeLife = { readonly state: "valid"; readonly leftMs: number } | { readonly state: "used" | "expired" };

/** Judges an invite at `now` (Unix milliseconds). */
export function codeLife({ invite, used }: Pick<InviteView, "invite" | "used">, now: number): CodeLife {
  if (used) return { state: "used" };
  const leftMs = Date.parse(invite?.codeExpiresAt ?? "") - now;
  return leftMs > 0 ? { state: "valid", leftMs } : { state: "expired" };
}
