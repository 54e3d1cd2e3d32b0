import { limits } from "@tgcall/protocol";

const marginMs = 15_000;

interface Ticket {
  readonly sig: string;
  readonly staleAtMs: number;
  /** When it was used first. */
  readonly takenAtMs?: number;
}

/** The newest ticket (`sig`): good for one connection, and only while it is fresh by our own clock. */
export class Tickets {
  #ticket: Ticket | undefined;
  #taken: Ticket | undefined;

  put(sig: string, nowMs: number): void {
    this.#ticket = { sig, staleAtMs: nowMs + limits.ticketTtlMs - marginMs };
  }

  take(nowMs: number): string | undefined {
    const ticket = this.#ticket;
    this.#ticket = undefined;
    this.#taken = undefined;
    if (ticket === undefined || nowMs >= ticket.staleAtMs) return undefined;
    this.#taken = { takenAtMs: nowMs, ...ticket };
    return ticket.sig;
  }

  /** The one taken last led nowhere: unless there is a newer one, it may be used again for as long as the service repeats its answer to it. */
  giveBack(nowMs: number): void {
    const { takenAtMs = 0 } = this.#taken ?? {};
    if (nowMs < takenAtMs + limits.ticketReplayMs) this.#ticket ??= this.#taken;
  }
}
