import { type Epoch, type PeerId, Problem, type Traceparent } from "@tgcall/protocol";
import { type DeliveryCounts, noDeliveries } from "./delivery-counts.ts";
import { Inbox } from "./inbox.ts";
import { Outbox } from "./outbox.ts";

/** What the frames of two peers say beside their data; anything may stand there. */
export interface SignalFrame {
  readonly data: unknown;
  readonly [field: string]: unknown;
}

const envelopeBytes = 512;
const never = Number.POSITIVE_INFINITY;

/**
 * Messages to and from one peer: while both epochs last, each accepted one takes effect exactly once and in order, whatever
 * the network drops, repeats or reorders. Pure: the caller has the clock, asks for frames and hands in what came.
 */
export class Delivery {
  readonly #to: PeerId;
  readonly #random: () => number;
  readonly #counts: DeliveryCounts;
  #own: Epoch | undefined;
  #theirs: Epoch | undefined;
  #outbox: Outbox;
  #inbox: Inbox;
  #isHeld = false;

  constructor(to: PeerId, random: () => number, counts = noDeliveries()) {
    this.#to = to;
    this.#random = random;
    this.#counts = counts;
    this.#outbox = new Outbox(random, counts);
    this.#inbox = new Inbox(counts);
  }

  /**
   * Names the epochs to speak between. When one is new, both numberings start at 1, everything unacknowledged is discarded,
   * and the answer is `true`: what was built on it must start anew.
   */
  between(own: Epoch, theirs: Epoch): boolean {
    if (own === this.#own && theirs === this.#theirs) return false;
    this.#own = own;
    this.#theirs = theirs;
    this.#outbox = new Outbox(this.#random, this.#counts);
    this.#inbox = new Inbox(this.#counts);
    return true;
  }

  /**
   * Takes the message on. Throws, and then it is not accepted: `body_too_large` when its frame would be over `maxFrameBytes`,
   * `rate_limited` when 256 messages or 1 MiB wait for this peer's acknowledgement.
   * `traceparent` goes along as it is.
   */
  accept(data: unknown, maxFrameBytes: number, traceparent?: Traceparent): void {
    const json = JSON.stringify(data);
    if (json === undefined) throw new Problem("bad_request", "a message must be a JSON value");
    const bytes = new TextEncoder().encode(json).length;
    if (bytes + envelopeBytes > maxFrameBytes) throw new Problem("body_too_large", "the message does not fit into a frame");
    this.#outbox.accept(json, bytes, traceparent);
  }

  /** The peer is away: nothing is sent until it is back, or heard of. */
  hold(): void {
    this.#isHeld = true;
  }

  /** A new connection on either side: what is not acknowledged goes again. */
  resend(): void {
    this.#isHeld = false;
    this.#outbox.rewind();
  }

  /** The service could not reach the peer: what is not acknowledged goes again later. */
  undeliverable(nowMs: number): void {
    this.#outbox.defer(nowMs);
  }

  /** Takes in a frame of the peer; answers the data of the messages that are to be applied now, in order. */
  receive({ epoch, toEpoch, seq, ack, data }: SignalFrame, nowMs: number): readonly unknown[] {
    if (this.#own === undefined || epoch !== this.#theirs || toEpoch !== this.#own) return [];
    this.#isHeld = false;
    if (isCount(ack)) this.#outbox.acknowledge(ack, nowMs);
    return isCount(seq) ? this.#inbox.accept(seq, data, nowMs) : [];
  }

  /** When there is a frame to send; in the past means now. */
  dueAtMs(): number {
    return this.#isHeld ? never : Math.min(this.#outbox.dueAtMs(), this.#inbox.ackDueAtMs);
  }

  /** The next frame as text, if one is due: a message, or a bare acknowledgement (`data` null, no `seq`). */
  next(nowMs: number): string | undefined {
    if (this.dueAtMs() > nowMs) return undefined;
    const message = this.#outbox.next(nowMs);
    const envelope = {
      type: "signal",
      to: this.#to,
      epoch: this.#own,
      toEpoch: this.#theirs,
      seq: message?.seq,
      ack: this.#inbox.takeAck(),
      traceparent: message?.traceparent,
    };
    return `${JSON.stringify(envelope).slice(0, -1)},"data":${message?.json ?? "null"}}`;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
