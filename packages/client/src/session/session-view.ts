import type { Epoch, IceServer, JoinedCall, LeaveReason, Peer, PeerId, PeerState, Role, Traceparent } from "@tgcall/protocol";
import type { ApiClient } from "../api-client.ts";
import type { CallPhase, EndCause } from "../call-view.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";
import type { Environment } from "../environment.ts";
import type { Appearance, AppearanceChange } from "./own-state.ts";

/** What it takes to join a call without media. */
export interface SessionOptions {
  readonly api: Pick<ApiClient, "join">;
  /** The join token of the link. */
  readonly token: string;
  readonly name: string;
  readonly state?: Partial<PeerState>;
  /** Names this page load; random unless given. */
  readonly instance?: string;
  readonly environment?: Environment;
  /** Which span the way into the call belongs under, where an answer of the api named one. */
  readonly traceparent?: Traceparent | undefined;
}

/** Things that happen in a session, in order; nothing follows the phase `ended`. */
export type SessionEvent =
  | { readonly type: "phase"; readonly phase: CallPhase; readonly cause: EndCause | undefined }
  | { readonly type: "message"; readonly from: PeerId; readonly data: unknown }
  | { readonly type: "peer-joined" | "peer-away" | "peer-back" | "peer-updated"; readonly peer: Peer }
  | { readonly type: "peer-left"; readonly peer: Peer; readonly reason: LeaveReason }
  /** It or we lost the memory of each other: messages that were not acknowledged are discarded, negotiation starts anew. */
  | { readonly type: "peer-renewed"; readonly peer: Peer };

/** This peer as the service knows it, since the first welcome. */
export interface Self {
  readonly peerId: PeerId;
  readonly role: Role;
  readonly epoch: Epoch;
}

/** Membership of a call and messages to its peers, kept until `close` or `ended`, whatever connection or pod dies. */
export interface Session {
  readonly phase: CallPhase;
  readonly self: Self | undefined;
  readonly appearance: Appearance;
  readonly peers: ReadonlyMap<PeerId, Peer>;
  /** The newest answer of `/api/join`. */
  readonly joined: JoinedCall | undefined;
  /** The newest that the service gave; TURN credentials in them expire. */
  readonly iceServers: readonly IceServer[];
  /** Messages to and from peers so far: sent, sent again, heard twice. */
  readonly counts: Readonly<DeliveryCounts>;
  subscribe(listener: (event: SessionEvent) => void): () => void;
  /**
   * Accepts a JSON value for a peer: it will be heard as `message` exactly once and in order, unless that peer leaves or is
   * renewed before. Throws a `Problem`, and then the message is not accepted: `peer_not_found`, `body_too_large` for what does
   * not fit into a frame, `rate_limited` when 256 messages or 1 MiB wait for this peer's acknowledgement.
   * `traceparent` names the span that the message belongs under.
   */
  send(peerId: PeerId, data: unknown, traceparent?: Traceparent): void;
  /** Tells the others what this peer shows; throws the `Problem` `bad_request` for an impossible name. */
  update(change: AppearanceChange): void;
  /** Skips the wait before the next attempt to connect. */
  retryNow(): void;
  /** Leaves; the phase becomes `ended`. */
  close(): void;
}
