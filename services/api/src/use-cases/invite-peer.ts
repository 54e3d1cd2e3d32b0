import { type CallId, type OneTimeCode, Problem } from "@tgcall/protocol";
import { issueCode, proposeCodes } from "./issue-code.ts";
import type { Ports } from "./ports.ts";

/** A further code for the call; it never outlives the call. */
export async function invitePeer(
  { stores, terms, now }: Ports,
  callId: CallId,
): Promise<{ readonly code: OneTimeCode; readonly codeExpiresAtMs: number }> {
  const call = await stores.calls.read(callId);
  if (call === undefined) throw new Problem("call_not_found");
  if (call.status === "ended") throw new Problem("call_ended");

  const codeExpiresAtMs = Math.min(now() + terms.codeTtlMs, call.expiresAtMs);
  return { code: await issueCode(stores.codes, proposeCodes(), callId, codeExpiresAtMs), codeExpiresAtMs };
}
