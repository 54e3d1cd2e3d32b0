const ackDelayMs = 250;
const ackAfterMessages = 16;

/**
 * The receiver's half of one stream of messages: lets each through once and in order, and says when an acknowledgement is
 * owed. What comes too early is dropped: the sender goes back to it.
 */
export class Inbox {
  #applied = 0;
  #owed = 0;
  #ackDueAtMs = Number.POSITIVE_INFINITY;

  /** Whether this is the next message, to be applied now. */
  accept(seq: number, nowMs: number): boolean {
    const isNext = seq === this.#applied + 1;
    if (isNext) this.#applied = seq;
    this.#owed += 1;
    this.#ackDueAtMs = this.#owed >= ackAfterMessages ? nowMs : Math.min(this.#ackDueAtMs, nowMs + ackDelayMs);
    return isNext;
  }

  /** When an acknowledgement must go even without a message to carry it. */
  get ackDueAtMs(): number {
    return this.#ackDueAtMs;
  }

  /** The number up to which everything was applied, on its way to the sender. */
  takeAck(): number {
    this.#owed = 0;
    this.#ackDueAtMs = Number.POSITIVE_INFINITY;
    return this.#applied;
  }
}
