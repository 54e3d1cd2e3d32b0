import type { EndCause } from "@tgcall/client";
import type { ProblemCode } from "@tgcall/protocol";
import type { Failure } from "./failure.ts";

/** What the one button of a screen does that ends, or refuses, a call. */
export type EndingAction = "start" | "enter" | "again" | "here" | "retry" | "reload";

/** Why there is no call on this page, in a form that has words. */
export type EndingReason = ProblemCode | "network" | "left" | "ended" | "removed" | "replaced" | "ticket" | "version" | "nowhere";

/** A screen that says why there is no call, and what to do. */
export interface Ending {
  readonly reason: EndingReason;
  readonly action: EndingAction;
  /** Seconds until the action may help. */
  readonly waitSeconds?: number;
  /** How long the call lasted, where it took place. */
  readonly talkedMs?: number;
}

const byService = {
  replaced: "replaced",
  kicked: "removed",
  ended: "ended",
  unauthorized: "ticket",
  badRequest: "internal_error",
  unsupportedVersion: "version",
} as const;

const actions: { readonly [R in EndingReason]?: EndingAction } = {
  left: "again",
  replaced: "here",
  ticket: "again",
  version: "reload",
  network: "retry",
  rate_limited: "retry",
  store_unavailable: "retry",
  draining: "retry",
  internal_error: "retry",
  call_full: "retry",
  nowhere: "enter",
  code_not_found: "enter",
  token_invalid: "enter",
  not_found: "enter",
};

/** The screen for a request that failed. */
export function failureEnding({ code, retryAfterSeconds }: Failure): Ending {
  return { ...endingOf(code), ...(retryAfterSeconds !== undefined && { waitSeconds: retryAfterSeconds }) };
}

/** The screen for a call that is over for this page. */
export function causeEnding(cause: EndCause, talkedMs: number | undefined): Ending {
  const reason = cause.by === "self" ? "left" : cause.by === "service" ? byService[cause.reason] : cause.code;
  return { ...endingOf(reason), ...(talkedMs !== undefined && { talkedMs }) };
}

/** The screen for a reason, with the action that helps most; by default a new start. */
export const endingOf = (reason: EndingReason): Ending => ({ reason, action: actions[reason] ?? "start" });
