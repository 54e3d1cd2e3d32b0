import type { DeliveryCounts } from "./delivery-counts.ts";

const ackDelayMs = 250;
const ackAfterMessages = 16;
/** Messages that may wait here for one before them. */
const maxEarly = 64;

/**
 * The receiver's half of one stream of messages: lets each through once and in order, and says when an acknowledgement is
 * owed. What comes too early waits for those before it; what is too far ahead is dropped, and the sender goes back to it.
 */
export class Inbox {
  readonly #counts: DeliveryCounts;
  readonly #early = new Map<number, unknown>();
  #applied = 0;
  #owed = 0;
  #ackDueAtMs = Number.POSITIVE_INFINITY;

  constructor(counts: DeliveryCounts) {
    this.#counts = counts;
  }

  /** Takes a message in; answers what is to be applied now, in order: nothing, this message, or also some that waited for it. */
  accept(seq: number, data: unknown, nowMs: number): readonly unknown[] {
    this.#owed += 1;
    this.#ackDueAtMs = this.#owed >= ackAfterMessages ? nowMs : Math.min(this.#ackDueAtMs, nowMs + ackDelayMs);
    if (seq <= this.#applied || this.#early.has(seq)) this.#counts.duplicates += 1;
    if (seq > this.#applied && seq <= this.#applied + maxEarly) this.#early.set(seq, data);
    return this.#takeNext();
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

  #takeNext(): readonly unknown[] {
    const ready: unknown[] = [];
    while (this.#early.has(this.#applied + 1)) {
      this.#applied += 1;
      ready.push(this.#early.get(this.#applied));
      this.#early.delete(this.#applied);
    }
    return ready;
  }
}
