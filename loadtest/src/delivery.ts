import type { Epoch, PeerId } from "./protocol.ts";

/** The fields of a `signal` frame that delivery minds; `atMs` is ours and says when it was written. */
export interface SignalFrame {
  readonly epoch?: unknown;
  readonly toEpoch?: unknown;
  readonly seq?: unknown;
  readonly ack?: unknown;
  readonly atMs?: unknown;
  readonly data?: unknown;
}

interface Outgoing {
  readonly seq: number;
  readonly data: unknown;
}

const ackDelayMs = 250;
const ackAfterMessages = 16;
const maxEarly = 64;
const maxWaiting = 256;
const timeoutMs = { first: 1_000, last: 8_000 } as const;

/** Messages to and from one peer as docs/protocol.md has them (DLV): numbered, acknowledged, sent again, applied in turn and once. */
export class Delivery {
  readonly #to: PeerId;
  readonly #own: Epoch;
  readonly #theirs: Epoch;
  readonly #early = new Map<number, unknown>();
  #waiting: Outgoing[] = [];
  #lastSeq = 0;
  #cursor = 0;
  #sentSeq = 0;
  #applied = 0;
  #owed = 0;
  #ackDueAtMs = Number.POSITIVE_INFINITY;
  #resendAtMs = Number.POSITIVE_INFINITY;
  #tries = 0;
  #isHeld = false;
  /** How many messages were sent that had been sent before. */
  resent = 0;

  constructor(to: PeerId, own: Epoch, theirs: Epoch) {
    this.#to = to;
    this.#own = own;
    this.#theirs = theirs;
  }

  isBetween(own: Epoch, theirs: Epoch): boolean {
    return own === this.#own && theirs === this.#theirs;
  }

  /** Takes the message on, unless too many wait (DLV-7). */
  accept(data: unknown): boolean {
    if (this.#waiting.length >= maxWaiting) return false;
    this.#lastSeq += 1;
    this.#waiting.push({ seq: this.#lastSeq, data });
    return true;
  }

  /** The peer is away: nothing is sent until it is back, or heard of (DLV-5). */
  hold(): void {
    this.#isHeld = true;
  }

  /** What is not acknowledged goes again: a new connection, or a peer that is back. */
  rewind(): void {
    this.#isHeld = false;
    this.#cursor = 0;
    this.#tries = 0;
    this.#resendAtMs = Number.POSITIVE_INFINITY;
  }

  /** The peer could not be reached: again after a while. */
  defer(nowMs: number): void {
    this.#resendAtMs = Math.min(this.#resendAtMs, nowMs + this.#delayMs() / 4);
  }

  /** Takes in a frame of the peer; answers what takes effect now, in order. */
  receive({ epoch, toEpoch, seq, ack, data }: SignalFrame, nowMs: number): readonly unknown[] {
    if (epoch !== this.#theirs || toEpoch !== this.#own) return [];
    this.#isHeld = false;
    if (typeof ack === "number") this.#acknowledge(ack, nowMs);
    if (typeof seq !== "number") return [];
    this.#owed += 1;
    this.#ackDueAtMs = this.#owed >= ackAfterMessages ? nowMs : Math.min(this.#ackDueAtMs, nowMs + ackDelayMs);
    if (seq > this.#applied && seq <= this.#applied + maxEarly) this.#early.set(seq, data);
    return this.#takeNext();
  }

  /** The next frame that is due, as text. */
  next(nowMs: number): string | undefined {
    if (this.#isHeld) return undefined;
    if (nowMs >= this.#resendAtMs) this.#goBack();
    const message = this.#waiting[this.#cursor];
    if (message === undefined) return nowMs >= this.#ackDueAtMs ? this.#frame({ data: null }, nowMs) : undefined;
    this.#cursor += 1;
    if (this.#resendAtMs === Number.POSITIVE_INFINITY) this.#resendAtMs = nowMs + this.#delayMs();
    return this.#frame(message, nowMs);
  }

  #frame({ seq, data }: { readonly seq?: number; readonly data: unknown }, nowMs: number): string {
    if (seq !== undefined && seq <= this.#sentSeq) this.resent += 1;
    this.#sentSeq = Math.max(this.#sentSeq, seq ?? 0);
    this.#owed = 0;
    this.#ackDueAtMs = Number.POSITIVE_INFINITY;
    const [epoch, toEpoch] = [this.#own, this.#theirs];
    return JSON.stringify({ type: "signal", to: this.#to, epoch, toEpoch, seq, ack: this.#applied, atMs: nowMs, data });
  }

  #acknowledge(ack: number, nowMs: number): void {
    const count = ack - (this.#lastSeq - this.#waiting.length);
    if (count <= 0 || ack > this.#lastSeq) return;
    this.#waiting = this.#waiting.slice(count);
    this.#cursor = Math.max(0, this.#cursor - count);
    this.#tries = 0;
    this.#resendAtMs = this.#cursor > 0 ? nowMs + this.#delayMs() : Number.POSITIVE_INFINITY;
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

  #goBack(): void {
    this.#cursor = 0;
    this.#tries += 1;
    this.#resendAtMs = Number.POSITIVE_INFINITY;
  }

  #delayMs(): number {
    return Math.min(timeoutMs.last, timeoutMs.first * 2 ** this.#tries) * (0.75 + Math.random() / 2);
  }
}
