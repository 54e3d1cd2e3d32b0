/** What a message of the load says of itself. */
export interface Numbered {
  /** Counts from 1 in its stream. */
  readonly id: number;
  /** Names the sender and the receiver, each with its epoch. */
  readonly stream: string;
  readonly sentAtMs: number;
  readonly padding?: string;
}

/** Everything that broke a promise of delivery; all zeros is good. */
export interface Breaches {
  /** Applied again. */
  readonly twice: number;
  /** Applied after one that was sent later, or with one left out. */
  readonly outOfOrder: number;
  /** Applied in another epoch of either end than it was sent between. */
  readonly stale: number;
}

/** One end's account of the messages that it sent and applied. */
export interface LedgerView {
  /** Stream by number of messages. */
  readonly accepted: Readonly<Record<string, number>>;
  readonly applied: Readonly<Record<string, number>>;
  readonly breaches: Breaches;
}

/** The name of the messages from one peer's epoch to another's. */
export const streamOf = (from: string, fromEpoch: string, to: string, toEpoch: string): string => `${from}.${fromEpoch}>${to}.${toEpoch}`;

/** Counts what was accepted and applied, and finds at once what was applied wrongly. */
export class Ledger {
  readonly #accepted = new Map<string, number>();
  readonly #applied = new Map<string, number>();
  #twice = 0;
  #outOfOrder = 0;
  #stale = 0;

  /** The number that the stream's next message will have. */
  next(stream: string): number {
    return (this.#accepted.get(stream) ?? 0) + 1;
  }

  accept({ stream, id }: Numbered): void {
    this.#accepted.set(stream, id);
  }

  /** `expected` is the stream between the two epochs as the receiver knows them now. */
  apply({ stream, id }: Numbered, expected: string): void {
    const last = this.#applied.get(stream) ?? 0;
    if (stream !== expected) this.#stale += 1;
    else if (id <= last) this.#twice += 1;
    else if (id > last + 1) this.#outOfOrder += 1;
    this.#applied.set(stream, Math.max(id, last));
  }

  view(): LedgerView {
    const breaches = { twice: this.#twice, outOfOrder: this.#outOfOrder, stale: this.#stale };
    return { accepted: Object.fromEntries(this.#accepted), applied: Object.fromEntries(this.#applied), breaches };
  }
}
