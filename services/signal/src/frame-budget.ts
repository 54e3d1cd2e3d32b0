import { limits } from "@tgcall/protocol";

/** How many seconds in a row a peer may go over its budget before its connection is closed with 4029. */
const patienceSeconds = 5;

export type BudgetVerdict = "within" | "over" | "exhausted";

/** A token bucket for one connection's frames: `limits.frameBurst` at once, `limits.framesPerSecond` after. */
export class FrameBudget {
  #tokens: number = limits.frameBurst;
  #filledAtMs: number;
  #overSeconds = 0;
  #lastOverSecond = 0;

  constructor(nowMs: number) {
    this.#filledAtMs = nowMs;
  }

  /** Takes one frame. `over`: do not act on it; `exhausted`: the peer has been over for five seconds in a row. */
  take(nowMs: number): BudgetVerdict {
    const earned = ((nowMs - this.#filledAtMs) / 1000) * limits.framesPerSecond;
    this.#tokens = Math.min(limits.frameBurst, this.#tokens + Math.max(0, earned));
    this.#filledAtMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return "within";
    }
    return this.#over(Math.floor(nowMs / 1000));
  }

  #over(second: number): BudgetVerdict {
    if (second - this.#lastOverSecond > 1) this.#overSeconds = 0;
    if (second !== this.#lastOverSecond) this.#overSeconds += 1;
    this.#lastOverSecond = second;
    return this.#overSeconds > patienceSeconds ? "exhausted" : "over";
  }
}
