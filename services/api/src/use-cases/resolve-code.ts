import { createTokenId, peerIdOf } from "@tgcall/auth";
import { type CallId, type OneTimeCode, type PeerId, Problem } from "@tgcall/protocol";
import { describeSpan } from "@tgcall/runtime";
import { followTrace } from "./follow-trace.ts";
import type { Ports } from "./ports.ts";

/** What a code is exchanged for: a participant's token for the call. */
export interface CodeResolution {
  readonly callId: CallId;
  /** The peer that the token's bearer will be. */
  readonly peerId: PeerId;
  readonly joinToken: string;
  readonly expiresAtMs: number;
}

/** Random and time of the token, kept with the used code so that a repeated request gets the same token. */
interface Grant {
  readonly jti: string;
  readonly issuedAtMs: number;
}

/** Takes the code; unknown, used and expired ones look the same. `requestKey` names the request, for who must repeat it. */
export async function resolveCode(
  { stores, tokens, terms, now }: Ports,
  code: OneTimeCode | undefined,
  requestKey: string | undefined,
): Promise<CodeResolution> {
  if (code === undefined) throw new Problem("code_not_found");
  const proposed: Grant = { jti: createTokenId(), issuedAtMs: now() };
  const consumed = await stores.codes.consume(code, JSON.stringify(proposed), requestKey);
  if (consumed === undefined) throw new Problem("code_not_found");

  const { callId } = consumed;
  const call = await stores.calls.read(callId);
  if (call === undefined) throw new Problem("code_not_found");
  if (call.status === "ended") throw new Problem("call_ended");

  describeSpan({ "tgcall.call.id": callId });
  followTrace(call, false, now());
  const { jti, issuedAtMs } = readGrant(consumed.grant);
  const expiresAtMs = Math.min(call.expiresAtMs, issuedAtMs + terms.joinTokenTtlMs);
  const joinToken = await tokens.signJoinToken({ callId, role: "participant", jti, issuedAtMs, expiresAtMs });
  return { callId, peerId: peerIdOf(callId, jti), joinToken, expiresAtMs: call.expiresAtMs };
}

const readGrant = (json: string): Grant => JSON.parse(json) as Grant;
