import type { Environment } from "../environment.ts";

interface LivenessOptions {
  readonly environment: Environment;
  readonly pingMs: number;
  readonly pongMs: number;
  readonly ping: (id: number) => void;
  readonly onDead: () => void;
}

/** Asks the service for a sign of life while the page is visible; no `pong` in time means a dead connection. */
export class Liveness {
  readonly #options: LivenessOptions;
  #lastId = 0;
  #sentAtMs: number | undefined;
  #cancelTick: () => void = () => undefined;
  #cancelWait: () => void = () => undefined;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#plan();
  }

  /** Pings now, unless an answer is awaited already. */
  check(): void {
    if (this.#sentAtMs !== undefined) return;
    const { environment, pongMs, ping } = this.#options;
    this.#lastId += 1;
    this.#sentAtMs = environment.now();
    this.#cancelWait = environment.after(pongMs, () => this.#miss());
    ping(this.#lastId);
  }

  /** When the ping that this pong answers was sent; `undefined` for any other pong. */
  pong(id: number): number | undefined {
    if (id !== this.#lastId) return undefined;
    const sentAtMs = this.#sentAtMs;
    this.#sentAtMs = undefined;
    this.#cancelWait();
    return sentAtMs;
  }

  close(): void {
    this.#cancelTick();
    this.#cancelWait();
  }

  #plan(): void {
    const { environment, pingMs } = this.#options;
    this.#cancelTick = environment.after(pingMs, () => {
      this.#plan();
      if (environment.isVisible()) this.check();
    });
  }

  #miss(): void {
    this.#sentAtMs = undefined;
    if (this.#options.environment.isVisible()) this.#options.onDead();
  }
}
