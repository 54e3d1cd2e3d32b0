import type { Clock } from "../environment.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";

const stableMs = 10_000;
const politeAttempt = 4;

/** When to try to connect again; the count of attempts starts anew after 10 s of one connection. */
export class Retry {
  readonly #clock: Clock;
  readonly #run: () => void;
  #attempt = 0;
  #cancelWait: (() => void) | undefined;
  #cancelStable: (() => void) | undefined;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Waits for the next attempt, at least `leastMs`; changes nothing when one is waited for. */
  start(leastMs = 0): void {
    if (this.#cancelWait !== undefined) return;
    const delayMs = Math.max(leastMs, reconnectDelayMs(this.#attempt, this.#clock.random));
    this.#attempt += 1;
    this.#cancelWait = this.#clock.after(delayMs, () => this.skipWait());
  }

  /** Makes the attempt that is waited for now. */
  skipWait(): void {
    if (this.#cancelWait === undefined) return;
    this.#stopWaiting();
    this.#run();
  }

  /** The service asked for patience. */
  slowDown(): void {
    this.#attempt = Math.max(this.#attempt, politeAttempt);
  }

  connected(): void {
    this.#stopWaiting();
    this.#cancelStable?.();
    this.#cancelStable = this.#clock.after(stableMs, () => {
      this.#attempt = 0;
    });
  }

  disconnected(): void {
    this.#cancelStable?.();
  }

  close(): void {
    this.#stopWaiting();
    this.#cancelStable?.();
  }

  #stopWaiting(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
  }
}
