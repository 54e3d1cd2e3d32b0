import { createCallId, createTokenId } from "@tgcall/auth";
import type { CallId } from "@tgcall/protocol";
import { type CodeCandidates, proposeCodes } from "./issue-code.ts";

/** All that is random about a new call, drawn before anything is written: who repeats the request writes and answers the same. */
export interface CallProposal {
  readonly callId: CallId;
  readonly codes: CodeCandidates;
  /** Id of the initiator's join token. */
  readonly jti: string;
  readonly createdAtMs: number;
}

export const proposeCall = (createdAtMs: number): CallProposal => ({
  callId: createCallId(),
  codes: proposeCodes(),
  jti: createTokenId(),
  createdAtMs,
});

/** Reads what `JSON.stringify` made of a proposal; it comes from our own store alone. */
export const readProposal = (json: string): CallProposal => JSON.parse(json) as CallProposal;
