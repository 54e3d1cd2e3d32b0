import type { TicketTrace, Tokens } from "@tgcall/auth";
import { type CallId, type IceGrant, limits, type PeerId, type Role, type Traceparent } from "@tgcall/protocol";

/** Issues the STUN and TURN servers that a peer may use. */
export interface IceIssuer {
  issue(peer: { readonly callId: string; readonly peerId: string }): IceGrant;
}

/** TURN credentials are renewed when this share of their life has passed. */
const iceRenewShare = 0.6;

export interface Grant extends IceGrant {
  readonly sig: string;
}

/** Whom credentials are for; its next tickets link to the trace of this one. */
interface Holder {
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly role: Role;
  readonly tracelink: Traceparent | undefined;
}

/** What one peer needs to come back: its next `sig` and its ICE servers, each renewed well before it expires. */
export class Credentials {
  readonly #tokens: Tokens;
  readonly #ice: IceIssuer;
  readonly #peer: Holder;
  #sig = "";
  #grant: IceGrant;
  #sigDueMs: number;
  #iceDueMs = 0;

  private constructor(tokens: Tokens, ice: IceIssuer, peer: Holder, nowMs: number) {
    this.#tokens = tokens;
    this.#ice = ice;
    this.#peer = peer;
    this.#sigDueMs = nowMs + limits.ticketRenewMs;
    this.#grant = this.#issueIce(nowMs);
  }

  /** Credentials with their first `sig` signed. */
  static async open(
    ports: { readonly tokens: Tokens; readonly ice: IceIssuer },
    { callId, peerId, role, name, traceparent, tracelink }: Omit<Holder, "tracelink"> & TicketTrace & { readonly name: string },
    nowMs: number,
  ): Promise<Credentials> {
    const holder = { callId, peerId, role, tracelink: traceparent ?? tracelink };
    const credentials = new Credentials(ports.tokens, ports.ice, holder, nowMs);
    credentials.#sig = await credentials.issueSig(name);
    return credentials;
  }

  get current(): Grant {
    return { sig: this.#sig, ...this.#grant };
  }

  isDue(nowMs: number): boolean {
    return nowMs >= this.#sigDueMs;
  }

  /** A fresh `sig`, and fresh ICE servers when theirs are due before the next renewal. */
  async renew(name: string, nowMs: number): Promise<{ readonly sig: string } & Partial<IceGrant>> {
    this.#sigDueMs = nowMs + limits.ticketRenewMs;
    this.#sig = await this.issueSig(name);
    if (this.#iceDueMs > this.#sigDueMs) return { sig: this.#sig };
    this.#grant = this.#issueIce(nowMs);
    return this.current;
  }

  /** A `sig` of its own, for one more connection. */
  async issueSig(name: string): Promise<string> {
    const { sig } = await this.#tokens.signTicket({ ...this.#peer, name });
    return sig;
  }

  #issueIce(nowMs: number): IceGrant {
    const grant = this.#ice.issue(this.#peer);
    this.#iceDueMs = nowMs + iceRenewShare * (Date.parse(grant.iceExpiresAt) - nowMs);
    return grant;
  }
}
