import { createOneTimeCode } from "@tgcall/auth";
import type { CallId, OneTimeCode } from "@tgcall/protocol";
import type { CodeStore } from "@tgcall/store";

/** Codes to try in turn: of 40 random bits, the first is free but for one time in a million million. */
export type CodeCandidates = readonly [OneTimeCode, OneTimeCode, OneTimeCode];

export const proposeCodes = (): CodeCandidates => [createOneTimeCode(), createOneTimeCode(), createOneTimeCode()];

/** Issues the first of `codes` that is free; the same candidates give the same code again. */
export async function issueCode(store: CodeStore, codes: CodeCandidates, callId: CallId, expiresAtMs: number): Promise<OneTimeCode> {
  for (const code of codes) if (await store.issue(code, callId, expiresAtMs)) return code;
  throw new Error("every proposed code is taken");
}
