import type { IncomingMessage } from "node:http";
import type { TicketClaims, Tokens } from "@tgcall/auth";
import { type Instance, Problem } from "@tgcall/protocol";
import { Permits } from "@tgcall/runtime";
import { readUpgradeRequest } from "./upgrade-request.ts";

/** Upgrades that one process admits at once and per second after: a storm comes back in waves instead of falling over. */
const upgradeRate = { burst: 50, perSecond: 300 };

export interface Entry {
  readonly claims: TicketClaims;
  readonly instance: Instance | undefined;
  readonly isVersionSupported: boolean;
}

export interface GateOptions {
  readonly tokens: Tokens;
  /** Whether a page of this origin may connect; called only when the request names one. */
  readonly allowsOrigin: (origin: string, request: IncomingMessage) => boolean;
  readonly now: () => number;
}

/** Decides who may ask for admission: everything that needs no store. Throws a `Problem` for who may not. */
export class Gate {
  readonly #options: GateOptions;
  readonly #permits: Permits;
  #isDraining = false;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#permits = new Permits(upgradeRate, options.now);
  }

  /** From now on nobody enters. */
  shut(): void {
    this.#isDraining = true;
  }

  async enter(request: IncomingMessage): Promise<Entry> {
    if (this.#isDraining) throw new Problem("draining", undefined, { retryAfterSeconds: 1 });
    const { origin } = request.headers;
    if (origin !== undefined && !this.#options.allowsOrigin(origin, request)) throw new Problem("origin_forbidden");
    const { sig, callId, peerId, instance, isVersionSupported } = readUpgradeRequest(request);
    if (!this.#permits.take()) throw new Problem("rate_limited", "too many connections at once, try again", { retryAfterSeconds: 1 });
    const claims = await this.#options.tokens.verifyTicket(sig);
    if (claims.purpose === "call") {
      if (callId === undefined || peerId === undefined) throw new Problem("bad_request", "callId and peerId are required");
      if (claims.callId !== callId || claims.peerId !== peerId) throw new Problem("sig_invalid", "sig belongs to another peer or call");
    }
    return { claims, instance, isVersionSupported };
  }
}
