import { closeReasons, Problem, type ProblemCode } from "@tgcall/protocol";
import type { EndCause } from "../call-view.ts";

/** What a failed attempt to join means: the end for a `cause`, or another attempt after at least `retryAfterMs`. */
export type Refusal = { readonly cause: EndCause; readonly retryAfterMs: 0 } | { readonly cause?: never; readonly retryAfterMs: number };

const passing: readonly ProblemCode[] = ["rate_limited", "store_unavailable", "draining", "internal_error"];
const longestWaitMs = 60_000;

/** Judges what `/api/join` failed with; no answer at all is always worth another attempt. */
export function judgeRefusal(error: unknown): Refusal {
  if (!(error instanceof Problem)) return { retryAfterMs: 0 };
  const { code, message, retryAfterSeconds = 0 } = error;
  if (passing.includes(code)) return { retryAfterMs: Math.min(longestWaitMs, 1000 * retryAfterSeconds) };
  return { cause: { by: "api", code, detail: message }, retryAfterMs: 0 };
}

/** Of a call that we were in: a store that lost everything is restored from the pods' memory meanwhile. */
export const notFoundPatienceMs = 10_000;

const terminal = ["replaced", "kicked", "ended", "unauthorized", "badRequest", "unsupportedVersion"] as const;

/** Why the service closed for good; a code from the future means that this page is too old. */
export const causeOfClose = (code: number): EndCause => ({
  by: "service",
  reason: terminal.find((reason) => closeReasons[reason].code === code) ?? "unsupportedVersion",
});
