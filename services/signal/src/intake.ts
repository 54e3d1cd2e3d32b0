import {
  type ClientMessage,
  type CloseReason,
  closeReasons,
  type ErrorCode,
  isRecord,
  limits,
  Problem,
  parseClientMessage,
} from "@tgcall/protocol";
import { FrameBudget } from "./frame-budget.ts";

const maxRefLength = 64;

/** A frame's own `id` or `seq`, so that an answer can name it. */
export type Ref = string | number | undefined;

export type IntakeVerdict =
  | { readonly verdict: "message"; readonly message: ClientMessage; readonly ref: Ref }
  | { readonly verdict: "refuse"; readonly code: ErrorCode; readonly detail: string; readonly ref: Ref }
  | { readonly verdict: "close"; readonly reason: CloseReason };

/** What comes in on one connection: within its budget, well-formed, or refused; too much of either closes the connection. */
export class Intake {
  readonly #budget: FrameBudget;
  #malformed = 0;

  constructor(nowMs: number) {
    this.#budget = new FrameBudget(nowMs);
  }

  read(frame: string, nowMs: number): IntakeVerdict {
    const verdict = this.#budget.take(nowMs);
    if (verdict === "exhausted") return { verdict: "close", reason: closeReasons.rate };
    const detail = "too many frames: this one was not acted on";
    if (verdict === "over") return { verdict: "refuse", code: "rate_limited", detail, ref: undefined };
    return this.#parse(frame);
  }

  #parse(frame: string): IntakeVerdict {
    let ref: Ref;
    try {
      const value: unknown = JSON.parse(frame);
      ref = refOf(value);
      return { verdict: "message", message: parseClientMessage(value), ref };
    } catch (error) {
      return this.#refuse(reasonOf(error), ref);
    }
  }

  #refuse(detail: string, ref: Ref): IntakeVerdict {
    this.#malformed += 1;
    if (this.#malformed > limits.maxMalformedFrames) return { verdict: "close", reason: closeReasons.badRequest };
    return { verdict: "refuse", code: "bad_request", detail, ref };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (error instanceof SyntaxError) return "the frame must be JSON";
  throw error;
}

function refOf(value: unknown): Ref {
  if (!isRecord(value)) return undefined;
  const ref = value["id"] ?? value["seq"];
  const isShortText = typeof ref === "string" && ref.length <= maxRefLength;
  return isShortText || typeof ref === "number" ? ref : undefined;
}
