import { NetworkError } from "@tgcall/client";
import { Problem, type ProblemCode } from "@tgcall/protocol";

/** Why a request gave nothing, in a form that has words. */
export interface Failure {
  readonly code: ProblemCode | "network";
  /** How long the service asks to wait. */
  readonly retryAfterSeconds?: number;
}

/** Reads what an `ApiClient` rejected with; anything else is a bug and counts as an internal error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NetworkError) return { code: "network" };
  if (!(error instanceof Problem)) return { code: "internal_error" };
  const { code, retryAfterSeconds } = error;
  return retryAfterSeconds === undefined ? { code } : { code, retryAfterSeconds };
}
