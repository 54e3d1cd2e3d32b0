import type { Epoch, PeerId, Role } from "./ids.ts";
import { flag, optional, type Parse, shape } from "./parse.ts";

/** What a peer shows of itself. */
export interface PeerState {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly hand: boolean;
}

export const initialPeerState: PeerState = { microphone: false, camera: false, screen: false, hand: false };

/** A member of a call as the others see it. */
export interface Peer {
  readonly peerId: PeerId;
  readonly role: Role;
  readonly name: string;
  readonly epoch: Epoch;
  readonly state: PeerState;
  /** Its connection dropped and it may still come back within the grace time. */
  readonly away: boolean;
}

export type LeaveReason = "left" | "lost" | "kicked" | "ended";

export const parsePeerStateChange: Parse<Partial<PeerState>> = shape({
  microphone: optional(flag),
  camera: optional(flag),
  screen: optional(flag),
  hand: optional(flag),
});
