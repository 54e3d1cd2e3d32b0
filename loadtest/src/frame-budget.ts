import { limits } from "./protocol.ts";

const burst = 0.6 * limits.frameBurst;
const perSecond = 0.75 * limits.framesPerSecond;

/** How many frames a connection may send, well within what the service allows (CLI-12). */
export class FrameBudget {
  #left = burst;
  #atMs = Date.now();

  hasSome(nowMs: number): boolean {
    this.#left = Math.min(burst, this.#left + (perSecond * (nowMs - this.#atMs)) / 1000);
    this.#atMs = nowMs;
    return this.#left >= 1;
  }

  take(): void {
    this.#left -= 1;
  }
}
