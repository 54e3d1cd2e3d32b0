import { closeReasons } from "@tgcall/protocol";
import type { Connection, ConnectionEvents } from "./connection.ts";
import { FrameBudget } from "./frame-budget.ts";

const maxLifeMs = 60_000;

/** The diagnostics page's connection: each text frame comes back as it was, for a minute at most. */
export class Echo {
  readonly #connection: Connection;
  readonly #budget: FrameBudget;
  readonly #endsAtMs: number;

  constructor(connect: (events: ConnectionEvents) => Connection, now: () => number, onEnd: (echo: Echo, code: number) => void) {
    this.#budget = new FrameBudget(now());
    this.#endsAtMs = now() + maxLifeMs;
    this.#connection = connect({
      onFrame: (frame) => {
        if (this.#budget.take(now()) === "within") this.#connection.send(frame);
        else this.#connection.close(closeReasons.rate);
      },
      onClosed: (code) => onEnd(this, code),
    });
  }

  get bufferedBytes(): number {
    return this.#connection.bufferedBytes;
  }

  beat(nowMs: number): void {
    this.#connection.beat(nowMs);
    if (nowMs >= this.#endsAtMs) this.#connection.close(closeReasons.left);
  }

  dismiss(reason: Parameters<Connection["close"]>[0]): void {
    this.#connection.close(reason);
  }
}
