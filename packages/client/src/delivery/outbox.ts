import { Problem, type Traceparent } from "@tgcall/protocol";
import type { DeliveryCounts } from "./delivery-counts.ts";

/** A message under way: its number in the stream, its JSON text, and the span that it belongs under. */
export interface Outgoing {
  readonly seq: number;
  readonly json: string;
  readonly traceparent: Traceparent | undefined;
}

/** How many messages, and bytes of JSON, may wait for a peer's acknowledgement. */
export const outboxLimits = { messages: 256, bytes: 1024 * 1024 } as const;

const timeoutMs = { first: 1_000, last: 8_000 };
const deferMs = { first: 250, last: 8_000 };

/**
 * The sender's half of one stream of messages: numbers them from 1, keeps what is not acknowledged, and goes back to the
 * first of these whenever it was told or has waited long enough.
 */
export class Outbox {
  readonly #random: () => number;
  readonly #counts: DeliveryCounts;
  #lastSent = 0;
  #waiting: (Outgoing & { readonly bytes: number })[] = [];
  #bytes = 0;
  #lastSeq = 0;
  #cursor = 0;
  #tries = 0;
  #notBeforeMs = 0;
  #timeoutAtMs = Number.POSITIVE_INFINITY;

  constructor(random: () => number, counts: DeliveryCounts) {
    this.#random = random;
    this.#counts = counts;
  }

  /** Takes the message on, or throws `rate_limited` when too much waits already. */
  accept(json: string, bytes: number, traceparent?: Traceparent): void {
    if (this.#waiting.length >= outboxLimits.messages || this.#bytes + bytes > outboxLimits.bytes)
      throw new Problem("rate_limited", "too many messages wait for this peer; this one was not accepted");
    this.#lastSeq += 1;
    this.#bytes += bytes;
    this.#waiting.push({ seq: this.#lastSeq, json, bytes, traceparent });
  }

  /** The peer has everything up to `ack`; what was never sent cannot be acknowledged. */
  acknowledge(ack: number, nowMs: number): void {
    const count = ack - (this.#lastSeq - this.#waiting.length);
    if (count <= 0 || ack > this.#lastSeq) return;
    for (const { bytes } of this.#waiting.splice(0, count)) this.#bytes -= bytes;
    this.#cursor = Math.max(0, this.#cursor - count);
    this.#tries = 0;
    this.#timeoutAtMs = this.#cursor > 0 ? nowMs + this.#delay(timeoutMs) : Number.POSITIVE_INFINITY;
  }

  /** The way to the peer is new: everything that waits goes again, now. */
  rewind(): void {
    this.#cursor = 0;
    this.#tries = 0;
    this.#notBeforeMs = 0;
    this.#timeoutAtMs = Number.POSITIVE_INFINITY;
  }

  /** The way to the peer is closed for now: everything that waits goes again after a growing delay. */
  defer(nowMs: number): void {
    if (this.#cursor === 0) return;
    this.#cursor = 0;
    this.#notBeforeMs = nowMs + this.#delay(deferMs);
    this.#timeoutAtMs = Number.POSITIVE_INFINITY;
    this.#tries += 1;
  }

  /** When there is a message to send; in the past means now. */
  dueAtMs(): number {
    return this.#cursor < this.#waiting.length ? this.#notBeforeMs : this.#timeoutAtMs;
  }

  /** The next message to send, if one is due. */
  next(nowMs: number): Outgoing | undefined {
    if (nowMs >= this.#timeoutAtMs) {
      this.#cursor = 0;
      this.#timeoutAtMs = Number.POSITIVE_INFINITY;
      this.#tries += 1;
    }
    if (nowMs < this.#notBeforeMs) return undefined;
    const message = this.#waiting[this.#cursor];
    if (message === undefined) return undefined;
    this.#cursor += 1;
    this.#counts[message.seq > this.#lastSent ? "messages" : "resends"] += 1;
    this.#lastSent = Math.max(this.#lastSent, message.seq);
    if (this.#timeoutAtMs === Number.POSITIVE_INFINITY) this.#timeoutAtMs = nowMs + this.#delay(timeoutMs);
    return message;
  }

  #delay({ first, last }: { readonly first: number; readonly last: number }): number {
    return Math.min(last, first * 2 ** this.#tries) * (0.75 + this.#random() / 2);
  }
}
