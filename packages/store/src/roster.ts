import type { CallId, Epoch, Instance, LeaveReason, Peer, PeerId, PeerState, Role } from "@tgcall/protocol";
import type { Call } from "./call-store.ts";

declare const podBrand: unique symbol;
/** Names one running signal process: 8 to 16 of `[a-z0-9]`, random, new at each start. */
export type PodId = string & { readonly [podBrand]: "PodId" };

/** A peer's membership and where it is connected, for pods alone: peers are shown a `Peer`. A later generation fences every earlier one. */
export interface Member extends Peer {
  readonly pod: PodId;
  readonly generation: number;
  /** The page that holds the membership; none of its connections named one when absent. */
  readonly instance?: Instance;
}

/** How a membership ended, and at which revision; a roster remembers its last eight. */
export interface Departure {
  readonly peerId: PeerId;
  readonly reason: LeaveReason;
  readonly revision: number;
}

/** The membership of a call at one revision: a later one replaces it whole. With the call's facts, so that a store that lost the call can be told. */
export interface Roster extends Pick<Call, "callId" | "status" | "createdAtMs" | "expiresAtMs" | "initiator" | "maxPeers" | "relayOnly"> {
  readonly storeEpoch: string;
  readonly revision: number;
  /** The last generation that was given to a stay; a stay of it or an earlier one that is not here has ended. */
  readonly generation: number;
  readonly members: readonly Member[];
  readonly departures: readonly Departure[];
  /** Whom the call refuses; at most 256 of them. */
  readonly kicked: readonly PeerId[];
}

/** One stay of a peer on a pod: what every later write must match to have an effect. */
export interface Stay {
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly generation: number;
}

export interface Admission {
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly role: Role;
  readonly name: string;
  readonly instance: Instance | undefined;
  readonly pod: PodId;
  /** Becomes the member's epoch unless the membership of the same instance is still held. */
  readonly proposedEpoch: Epoch;
  /** The ticket's id, burnt by an admission alone: a refusal burns nothing. */
  readonly ticketId: string;
}

export type Refusal = "call_not_found" | "call_ended" | "call_full" | "kicked" | "sig_used";

export type JoinResult =
  | {
      readonly outcome: "admitted";
      readonly roster: Roster;
      readonly generation: number;
      readonly epoch: Epoch;
      readonly resumed: boolean;
      /** Its membership was held until now, by whichever instance. */
      readonly wasMember: boolean;
    }
  | { readonly outcome: Refusal };

/** `lost`: stays that the store no longer holds under this generation. `undefined`: the call itself is gone. */
export type Renewal = { readonly revision: number; readonly storeEpoch: string; readonly lost: readonly PeerId[] } | undefined;

/**
 * Who is in a call. Each method is one atomic step on the store's clock. A change of membership raises the revision by one
 * and sends the new roster to the inbox of every pod that holds or held a member, but not to the acting pod, which has it
 * as the answer. Only `join` and `restore` create memberships. A stay whose generation is not the stored one changes nothing.
 */
export interface Rosters {
  /**
   * Burns the ticket, checks status, kicked ids and capacity, raises the generation, and decides: the same instance within
   * the grace time resumes its epoch, anything else starts `proposedEpoch`. A member is never refused as full. The same ticket
   * and instance again within `limits.ticketReplayMs` are admitted again; any other reuse is `sig_used`.
   */
  join(admission: Admission): Promise<JoinResult>;
  /** Extends the leases of a pod's stays in one call; never creates. */
  renew(callId: CallId, stays: readonly Pick<Stay, "peerId" | "generation">[]): Promise<Renewal>;
  /** The connection dropped: the member is away and keeps its place for `limits.leaseMs`. */
  drop(stay: Stay): Promise<Roster | undefined>;
  /** Ends the membership now. */
  leave(stay: Stay): Promise<Roster | undefined>;
  /**
   * Puts back what `pod` remembers of a call that the store has lost: wholly (then the call is created from its facts), or in
   * part (a replica without the last writes took over: same epoch, earlier revision or generation). Either begins a new store
   * epoch, and revisions go on from the remembered one.
   *
   * For each peer the later generation wins. A stay that ended is never brought back: not by a memory that is older than its
   * end, nor by a store that is. Kicked ids are united, an ended call stays ended, `maxPeers` holds. Any number of pods may
   * restore, in any order and repeatedly: the latest memory prevails, and what changes nothing raises no revision. Leases of
   * what was put back, and of the pod's own members, begin anew. A pod that sees an unknown store epoch restores what it
   * remembers before it believes that epoch's rosters: another pod may have remembered less.
   *
   * Answers the roster as it now stands; `undefined` when the call's life is over.
   */
  restore(memory: Roster, pod: PodId): Promise<Roster | undefined>;
  /** Changes what the member shows of itself. */
  update(stay: Stay, change: { readonly name?: string; readonly state?: Partial<PeerState> }): Promise<Roster | undefined>;
  /** The roster as it stands, also of a call that has ended; `undefined` when there is no such call. */
  read(callId: CallId): Promise<Roster | undefined>;
  /** Removes a member, and refuses its peer id for the life of the call. */
  kick(callId: CallId, peerId: PeerId): Promise<"kicked" | "call_not_found" | "peer_not_found">;
  /** Whether the peer id was kicked from the call. */
  isKicked(callId: CallId, peerId: PeerId): Promise<boolean>;
}

/** Ends memberships whose lease has run out, on every pod alike: no leader, no double effect. */
export interface Reaper {
  /**
   * One tick. Reaps nobody for `limits.leaseMs` after a gap of more than 5 s in all pods' ticks: an outage of ours reaps
   * nobody. Answers the rosters that changed, which the acting pod applies itself.
   */
  reap(): Promise<readonly Roster[]>;
  /** How many memberships should have been reaped seconds ago and were not, whichever pod held them; of very many, some. */
  countOverdue(): Promise<number>;
}
