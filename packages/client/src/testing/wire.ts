import { Delivery, type SignalFrame } from "../delivery/delivery.ts";
import { alice, bob, epoch } from "./samples.ts";

export type Side = "a" | "b";
export const other = { a: "b", b: "a" } as const;

export interface Note {
  readonly pair: string;
  readonly id: number;
}

/** Two ends and a network between them that a property plays tricks on. */
export class Wire {
  readonly #ends: Record<Side, Delivery>;
  readonly #generation: Record<Side, number> = { a: 1, b: 1 };
  readonly #seen: Record<Side, number> = { a: 1, b: 1 };
  readonly flying: Record<Side, string[]> = { a: [], b: [] };
  readonly accepted: Record<Side, Note[]> = { a: [], b: [] };
  readonly applied: Record<Side, (Note & { readonly during: string })[]> = { a: [], b: [] };
  #nowMs = 0;
  #lastId = 0;

  constructor(random: () => number) {
    this.#ends = { a: new Delivery(bob, random), b: new Delivery(alice, random) };
    this.#speak("a");
    this.#speak("b");
  }

  /** The pair of epochs as this side knows it, in one order for both. */
  pair(side: Side): string {
    const own = `${side}${this.#generation[side]}`;
    const theirs = `${other[side]}${this.#seen[side]}`;
    return [own, theirs].toSorted().join();
  }

  send(from: Side): void {
    this.#lastId += 1;
    const note = { pair: this.pair(from), id: this.#lastId };
    this.#ends[from].accept(note, 64 * 1024);
    this.accepted[from].push(note);
  }

  pull(from: Side): void {
    const frame = this.#ends[from].next(this.#nowMs);
    if (frame !== undefined) this.flying[from].push(frame);
  }

  deliver(from: Side, index: number, { keep }: { keep: boolean }): void {
    const frames = this.flying[from];
    const at = index % Math.max(1, frames.length);
    const frame = frames[at];
    if (frame === undefined) return;
    if (!keep) frames.splice(at, 1);
    const signal = JSON.parse(frame) as SignalFrame;
    const ready = this.#ends[other[from]].receive(signal, this.#nowMs) as readonly Note[];
    this.applied[other[from]].push(...ready.map((note) => ({ ...note, during: this.pair(other[from]) })));
  }

  reconnect(side: Side): void {
    this.flying.a.length = 0;
    this.flying.b.length = 0;
    this.#ends[side].resend();
  }

  undeliverable(side: Side): void {
    this.#ends[side].undeliverable(this.#nowMs);
  }

  wait(ms: number): void {
    this.#nowMs += ms;
  }

  /** A side loses its memory; the other learns it later. */
  renew(side: Side): void {
    this.#generation[side] += 1;
    this.#speak(side);
  }

  learn(side: Side): void {
    this.#seen[side] = this.#generation[other[side]];
    this.#speak(side);
  }

  /** A good network, for long enough. */
  heal(): void {
    this.learn("a");
    this.learn("b");
    for (let round = 0; round < 200; round += 1) {
      this.wait(500);
      for (const side of ["a", "b"] as const) {
        for (let n = 0; n < 40; n += 1) this.pull(side);
        while (this.flying[side].length > 0) this.deliver(side, 0, { keep: false });
      }
    }
  }

  #speak(side: Side): void {
    this.#ends[side].between(epoch(`${side}${this.#generation[side]}`), epoch(`${other[side]}${this.#seen[side]}`));
  }
}
