import type { Clock } from "../environment.ts";

const batchMs = 20;
const maxBatch = 64;

/** Collects the candidates of 20 ms into one message. */
export class CandidateBatch {
  readonly #clock: Clock;
  readonly #flush: (candidates: readonly RTCIceCandidateInit[]) => void;
  #candidates: RTCIceCandidateInit[] = [];
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, flush: (candidates: readonly RTCIceCandidateInit[]) => void) {
    this.#clock = clock;
    this.#flush = flush;
  }

  add(candidate: RTCIceCandidateInit): void {
    this.#candidates.push(candidate);
    if (this.#candidates.length >= maxBatch) this.#send();
    else this.#cancel ??= this.#clock.after(batchMs, () => this.#send());
  }

  close(): void {
    this.#cancel?.();
    this.#candidates = [];
  }

  #send(): void {
    const candidates = this.#candidates;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#candidates = [];
    this.#flush(candidates);
  }
}
