import {
  type CallId,
  isCallId,
  isPeerId,
  isRole,
  isTraceparent,
  limits,
  matching,
  optional,
  type Parse,
  type PeerId,
  Problem,
  type Role,
  shape,
  type Traceparent,
  text,
} from "@tgcall/protocol";
import { createTokenId } from "./ids.ts";
import { createKeyRing } from "./key-ring.ts";
import { type OnToken, observed } from "./observed-tokens.ts";
import { createSignedTokens, type TokenKind } from "./signed-token.ts";

/** What a join token says: its bearer may join this call in this role. */
export interface JoinClaims {
  readonly callId: CallId;
  readonly role: Role;
  readonly jti: string;
  readonly expiresAtMs: number;
}

/** Which span a connection belongs under; or, once the peer was in the call, which one it only has to do with. */
export interface TicketTrace {
  readonly traceparent?: Traceparent | undefined;
  readonly tracelink?: Traceparent | undefined;
}

/** What a ticket (`sig`) says: its bearer is this peer of this call, once. `check` opens an echo connection only. */
export interface TicketClaims extends TicketTrace {
  readonly purpose: "call" | "check";
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly role: Role;
  readonly name: string;
  readonly jti: string;
  readonly expiresAtMs: number;
}

/** Signs and verifies join tokens and tickets; neither passes for the other. */
export interface Tokens {
  /** The same `jti` and `issuedAtMs` sign the same token again, for a repeated request. */
  signJoinToken(claims: {
    readonly callId: CallId;
    readonly role: Role;
    readonly expiresAtMs: number;
    readonly jti?: string | undefined;
    readonly issuedAtMs?: number | undefined;
  }): Promise<string>;
  /** Throws `token_invalid` or `token_expired`. */
  verifyJoinToken(token: string): Promise<JoinClaims>;
  /** Signs for `limits.ticketTtlMs`. */
  signTicket(
    claims: {
      readonly purpose?: TicketClaims["purpose"];
      readonly callId: CallId;
      readonly peerId: PeerId;
      readonly role: Role;
      readonly name: string;
    } & TicketTrace,
  ): Promise<{ readonly sig: string; readonly expiresAtMs: number }>;
  /** Throws `sig_invalid` or `sig_expired`. */
  verifyTicket(sig: string): Promise<TicketClaims>;
}

const joinTokens: TokenKind = {
  name: "join_token",
  typ: "tgcall-join+jwt",
  audience: "tgcall-api",
  invalid: "token_invalid",
  expired: "token_expired",
  maxLifeSeconds: Number.POSITIVE_INFINITY,
};

const tickets: TokenKind = {
  name: "ticket",
  typ: "tgcall-ticket+jwt",
  audience: "tgcall-signal",
  invalid: "sig_invalid",
  expired: "sig_expired",
  maxLifeSeconds: limits.ticketTtlMs / 1000,
};

const traceparent = optional(matching(isTraceparent, "a traceparent"));
const isPurpose = (value: unknown): value is TicketClaims["purpose"] => value === "call" || value === "check";
const joinShape = { cid: matching(isCallId, "a call id"), role: matching(isRole, "a role") };
const parseJoin = shape(joinShape);
const parseTicket = shape({
  ...joinShape,
  pid: matching(isPeerId, "a peer id"),
  purpose: matching(isPurpose, "a purpose"),
  name: text(0, limits.maxNameLength),
  traceparent,
  tracelink: traceparent,
});

/** Tokens of one installation; `previousSecret` still verifies during a rotation, `now` gives Unix milliseconds. */
export function createTokens(options: {
  readonly secret: string;
  readonly previousSecret?: string | undefined;
  readonly now?: () => number;
  readonly onToken?: OnToken;
}): Tokens {
  const { now = Date.now, onToken = () => {} } = options;
  const keys = createKeyRing(options.secret, options.previousSecret);
  const join = observed(createSignedTokens(joinTokens, keys, now), joinTokens, onToken);
  const ticket = observed(createSignedTokens(tickets, keys, now), tickets, onToken);

  return {
    signJoinToken({ callId, role, expiresAtMs, jti = createTokenId(), issuedAtMs = now() }) {
      return join.sign({ cid: callId, role }, { jti, iat: toSeconds(issuedAtMs), exp: toSeconds(expiresAtMs) });
    },

    async verifyJoinToken(token) {
      const payload = await join.verify(token);
      const { cid, role } = read(parseJoin, payload, joinTokens);
      return { callId: cid, role, jti: payload.jti, expiresAtMs: payload.exp * 1000 };
    },

    async signTicket({ purpose = "call", callId, peerId, role, name, traceparent, tracelink }) {
      const iat = toSeconds(now());
      const exp = iat + tickets.maxLifeSeconds;
      const claims = { purpose, cid: callId, pid: peerId, role, name, traceparent, tracelink };
      const sig = await ticket.sign(claims, { jti: createTokenId(), iat, exp });
      return { sig, expiresAtMs: exp * 1000 };
    },

    async verifyTicket(sig) {
      const payload = await ticket.verify(sig);
      const { cid, pid, ...claims } = read(parseTicket, payload, tickets);
      return { ...claims, callId: cid, peerId: pid, jti: payload.jti, expiresAtMs: payload.exp * 1000 };
    },
  };
}

const toSeconds = (ms: number): number => Math.floor(ms / 1000);

function read<T>(parse: Parse<T>, payload: unknown, kind: TokenKind): T {
  try {
    return parse(payload, "");
  } catch {
    throw new Problem(kind.invalid);
  }
}
