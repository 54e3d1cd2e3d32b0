import type { CallId, OneTimeCode } from "@tgcall/protocol";
import type { CodeStore, ConsumedCode } from "./code-store.ts";
import { ExpiringMap } from "./expiring-map.ts";

/** One-time codes in the memory of one process. */
export function createMemoryCodeStore(now: () => number, rememberMs: number): CodeStore {
  const codes = new ExpiringMap<OneTimeCode, CallId>(now);
  const used = new ExpiringMap<OneTimeCode, CallId>(now);
  const answers = new ExpiringMap<string, ConsumedCode>(now);

  return {
    async issue(code, callId, expiresAtMs) {
      const holder = codes.get(code) ?? used.get(code);
      if (holder !== undefined) return holder === callId;
      codes.set(code, callId, expiresAtMs);
      return true;
    },

    async consume(code, grant, requestKey) {
      const answerKey = requestKey === undefined ? undefined : `${code} ${requestKey}`;
      const firstAnswer = answerKey === undefined ? undefined : answers.get(answerKey);
      if (firstAnswer !== undefined) return firstAnswer;

      const callId = codes.get(code);
      if (callId === undefined) return undefined;

      const forgetAtMs = now() + rememberMs;
      codes.delete(code);
      used.set(code, callId, forgetAtMs);
      if (answerKey !== undefined) answers.set(answerKey, { callId, grant }, forgetAtMs);
      return { callId, grant };
    },
  };
}
