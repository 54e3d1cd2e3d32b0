/** A token bucket: `burst` at once, and `perSecond` after. `now` gives milliseconds; time that goes back gives nothing. */
export class Permits {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #left: number;
  #filledAtMs: number;

  constructor({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }, now: () => number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#left = burst;
    this.#filledAtMs = now();
  }

  /** Takes one, if there is one. */
  take(): boolean {
    const nowMs = this.#now();
    this.#left = Math.min(this.#burst, this.#left + (Math.max(0, nowMs - this.#filledAtMs) / 1000) * this.#perSecond);
    this.#filledAtMs = nowMs;
    const isThere = this.#left >= 1;
    if (isThere) this.#left -= 1;
    return isThere;
  }
}
