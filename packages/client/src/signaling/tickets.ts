import { limits } from "@tgcall/protocol";

const marginMs = 15_000;

/** The newest ticket (`sig`): good for one connection, and only while it is fresh by our own clock. */
export class Tickets {
  #sig: string | undefined;
  #staleAtMs = 0;

  put(sig: string, nowMs: number): void {
    this.#sig = sig;
    this.#staleAtMs = nowMs + limits.ticketTtlMs - marginMs;
  }

  take(nowMs: number): string | undefined {
    const sig = nowMs < this.#staleAtMs ? this.#sig : undefined;
    this.#sig = undefined;
    return sig;
  }
}
