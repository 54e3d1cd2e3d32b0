import { type CallId, type OneTimeCode, Problem } from "@tgcall/protocol";
import { currentTraceparent, describeSpan } from "@tgcall/runtime";
import { type CallProposal, proposeCall, readProposal } from "./call-proposal.ts";
import { digest } from "./digest.ts";
import { issueCode } from "./issue-code.ts";
import type { Ports } from "./ports.ts";

/** What the initiator asks for; `requestKey` names the request, so that a repeated one is answered as the first was. */
export interface CallRequest {
  readonly initiator: string;
  readonly maxPeers: number;
  readonly relayOnly: boolean;
  readonly requestKey: string | undefined;
}

/** A new call, the initiator's token for it and the code for whom it invites. */
export interface CallCreation {
  readonly callId: CallId;
  readonly code: OneTimeCode;
  readonly joinToken: string;
  readonly expiresAtMs: number;
  readonly codeExpiresAtMs: number;
}

/** Writes the call, then its code. Every write may be repeated: after a 503 the same request goes on where the first one stopped. */
export async function createCall({ stores, tokens, ice, terms, now }: Ports, request: CallRequest): Promise<CallCreation> {
  const { initiator, maxPeers, relayOnly, requestKey } = request;
  if (relayOnly && !ice.isConfigured) throw new Problem("turn_not_configured");
  const proposed = proposeCall(now());
  const { callId, codes, jti, createdAtMs } = requestKey === undefined ? proposed : await claim(requestKey, proposed);
  describeSpan({ "tgcall.call.id": callId });
  const expiresAtMs = createdAtMs + terms.callTtlMs;
  const codeExpiresAtMs = createdAtMs + Math.min(terms.codeTtlMs, terms.callTtlMs);

  // What a late repetition would write has lived its time; it gets its answer all the same.
  const call = { callId, createdAtMs, expiresAtMs, initiator, maxPeers, relayOnly, traceparent: currentTraceparent() };
  if (now() < expiresAtMs) await stores.calls.create(call);
  const code = now() < codeExpiresAtMs ? await issueCode(stores.codes, codes, callId, codeExpiresAtMs) : codes[0];

  const tokenEndsAtMs = createdAtMs + Math.min(terms.joinTokenTtlMs, terms.callTtlMs);
  const joinToken = await tokens.signJoinToken({ callId, role: "initiator", jti, issuedAtMs: createdAtMs, expiresAtMs: tokenEndsAtMs });
  return { callId, code, joinToken, expiresAtMs, codeExpiresAtMs };

  async function claim(key: string, proposal: CallProposal): Promise<CallProposal> {
    const fingerprint = digest(JSON.stringify([initiator, maxPeers, relayOnly]));
    const claimed = await stores.idempotency.claim(key, fingerprint, JSON.stringify(proposal));
    if (claimed === "conflict") throw new Problem("idempotency_conflict");
    return readProposal(claimed.proposal);
  }
}
