/** A token bucket that stays below what the service allows a connection. */
export class FrameBudget {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #atMs: number;

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.#burst = burst;
    this.#perMs = perSecond / 1000;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  /** How long until a frame may go; 0 means now. */
  waitMs(nowMs: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
  }

  take(): void {
    this.#tokens -= 1;
  }

  /** The service found us too fast: a burst's worth of patience is gone. */
  empty(): void {
    this.#tokens = Math.min(this.#tokens, 0);
  }
}
