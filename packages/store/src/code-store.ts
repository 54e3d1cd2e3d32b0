import type { CallId, OneTimeCode } from "@tgcall/protocol";

/** What a consumed code gives; `grant` is the caller's own, kept for a repeated request. */
export interface ConsumedCode {
  readonly callId: CallId;
  readonly grant: string;
}

/** One-time codes: issued once, consumed once. */
export interface CodeStore {
  /** Issues the code until `expiresAtMs`; `false` when the code is taken by another call. Repeating it for the same call is harmless. */
  issue(code: OneTimeCode, callId: CallId, expiresAtMs: number): Promise<boolean>;
  /**
   * Takes the code: of any number of simultaneous callers exactly one gets the call id. With `requestKey`, who repeats the
   * same key for the same code within 24 h gets the first answer again, its first `grant` included.
   */
  consume(code: OneTimeCode, grant: string, requestKey?: string): Promise<ConsumedCode | undefined>;
}
