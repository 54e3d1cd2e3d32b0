import type { IceGrant } from "./ice.ts";
import type { Epoch, PeerId, Role } from "./ids.ts";
import type { AnnouncedLimits } from "./limits.ts";
import { isRecord } from "./parse.ts";
import type { LeaveReason, Peer, PeerState } from "./peer.ts";
import type { ProblemCode } from "./problem.ts";

/** The roster of a call at one revision; `storeEpoch` changes when the store lost everything. */
export interface RosterView {
  readonly peers: readonly Peer[];
  readonly revision: number;
  readonly storeEpoch: string;
}

/** First frame of every connection. `peers` are the others. */
export interface Welcome extends RosterView, IceGrant {
  readonly type: "welcome";
  readonly protocol: 1;
  readonly peerId: PeerId;
  readonly role: Role;
  readonly epoch: Epoch;
  readonly resumed: boolean;
  readonly sig: string;
  readonly limits: AnnouncedLimits;
}

export type ErrorCode = ProblemCode | "undeliverable" | "unknown_type";

/** What the service says to a peer; `signal` is the sender's frame with `from` added. */
export type ServerMessage =
  | Welcome
  | { readonly type: "peer-joined"; readonly peer: Peer; readonly revision: number }
  | { readonly type: "peer-left"; readonly peerId: PeerId; readonly reason: LeaveReason; readonly revision: number }
  | { readonly type: "peer-away"; readonly peerId: PeerId; readonly revision: number }
  | { readonly type: "peer-back"; readonly peer: Peer; readonly revision: number }
  | {
      readonly type: "peer-updated";
      readonly peerId: PeerId;
      readonly name?: string;
      readonly state?: PeerState;
      readonly revision: number;
    }
  | ({ readonly type: "roster" } & RosterView)
  | { readonly type: "signal"; readonly from: PeerId; readonly to: PeerId; readonly data: unknown; readonly [field: string]: unknown }
  | { readonly type: "ticket"; readonly sig: string; readonly iceServers?: IceGrant["iceServers"]; readonly iceExpiresAt?: string }
  | { readonly type: "reconnect"; readonly afterMs: number; readonly reason: string; readonly sig: string }
  | { readonly type: "error"; readonly code: ErrorCode; readonly detail: string; readonly ref?: string | number; readonly peerId?: PeerId }
  | { readonly type: "pong"; readonly id: number; readonly revision: number };

const serverTypes: ReadonlySet<string> = new Set<ServerMessage["type"]>([
  "welcome",
  "peer-joined",
  "peer-left",
  "peer-away",
  "peer-back",
  "peer-updated",
  "roster",
  "signal",
  "ticket",
  "reconnect",
  "error",
  "pong",
]);

/** Reads a frame of the service; unknown types are `undefined`, so that an older client survives a newer service. */
export function parseServerMessage(frame: string): ServerMessage | undefined {
  try {
    const value: unknown = JSON.parse(frame);
    return isRecord(value) && serverTypes.has(value["type"] as string) ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}
