import type { IceGrant, IceServer } from "./ice.ts";
import { type CallId, type OneTimeCode, type PeerId, parseOneTimeCode, type Role } from "./ids.ts";
import { limits } from "./limits.ts";
import { fail, flag, integer, optional, type Parse, shape, text } from "./parse.ts";
import type { PeerState } from "./peer.ts";
import type { Traceparent } from "./traceparent.ts";

/** All times are ISO 8601 in UTC. */
export interface CreatedCall {
  readonly callId: CallId;
  readonly code: string;
  readonly joinUrl: string;
  readonly inviteUrl: string;
  readonly joinToken: string;
  readonly expiresAt: string;
  readonly codeExpiresAt: string;
}

export interface ResolvedCode {
  readonly callId: CallId;
  readonly joinUrl: string;
  readonly joinToken: string;
  readonly role: "participant";
  readonly expiresAt: string;
}

export interface JoinedCall {
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly role: Role;
  readonly sig: string;
  readonly sigExpiresAt: string;
  readonly wsUrl: string;
  readonly iceServers: readonly IceServer[];
  readonly iceExpiresAt: IceGrant["iceExpiresAt"];
  readonly maxPeers: number;
  readonly relayOnly: boolean;
  readonly expiresAt: string;
  /** Whether the service wants to hear how the call went (`Outcome`). */
  readonly reports: boolean;
  /** What the peer's way into the call belongs under; absent where the service is not traced. */
  readonly traceparent?: Traceparent;
}

export type CallStatus = "created" | "active" | "ended";

export interface CallView {
  readonly callId: CallId;
  readonly status: CallStatus;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly peers: readonly { readonly peerId: PeerId; readonly role: Role; readonly name: string; readonly state: PeerState }[];
}

export interface Invite {
  readonly code: string;
  readonly inviteUrl: string;
  readonly codeExpiresAt: string;
}

export interface CheckGrant {
  readonly iceServers: readonly IceServer[];
  readonly sig: string;
  readonly wsUrl: string;
}

const maxTokenLength = 4096;

const initiatorId: Parse<string> = (value, path) => {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "string") return text(1, 64)(value, path);
  throw fail(path, "must be text of 1 to 64 characters or a whole number");
};

const oneTimeCode: Parse<OneTimeCode | undefined> = (value, path) => {
  if (typeof value !== "string") throw fail(path, "must be text");
  return parseOneTimeCode(value);
};

/** Body of `POST /api/call/create`; `maxPeers` is the installation's limit. */
export const parseCreateBody = (maxPeers: number) =>
  shape({ initiator_telegram_id: initiatorId, max_peers: optional(integer(limits.minPeers, maxPeers)), relay_only: optional(flag) });

/** Body of `POST /api/call/resolve`; a text that cannot be a code is `undefined`, which looks like an unknown code. */
export const parseResolveBody = shape({ code: oneTimeCode });

/** Body of `POST /api/join`. */
export const parseJoinBody = shape({ token: text(1, maxTokenLength), name: optional(text(0, limits.maxNameLength)) });
