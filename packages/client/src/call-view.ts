import type { Epoch, LeaveReason, Peer, PeerId, PeerState, ProblemCode, Role } from "@tgcall/protocol";

/** What a track shows or carries; the receiver learns it with each description. */
export type TrackSource = "microphone" | "camera" | "screen" | "screen-audio";

/** How the media path to one peer stands. `failed`: every rung of the ladder was tried, and it goes on trying slowly. */
export type MediaPhase = "waiting" | "connecting" | "connected" | "restarting" | "failed";

/** Another peer of the call: its place in the roster and its media. */
export interface RemotePeer extends Peer {
  readonly media: MediaPhase;
  /** Whether media goes straight or through TURN; known while connected. */
  readonly path: "direct" | "relay" | undefined;
  readonly tracks: { readonly [S in TrackSource]?: MediaStreamTrack };
}

/** `joining` until the first welcome; `reconnecting` while signaling is away (media may well go on); `ended` for good. */
export type CallPhase = "joining" | "connected" | "reconnecting" | "ended";

/** Why a call is over for this page. */
export type EndCause =
  | { readonly by: "self" }
  /** The service closed the connection for good: the name in `closeReasons`. */
  | { readonly by: "service"; readonly reason: "replaced" | "kicked" | "ended" | "unauthorized" | "badRequest" | "unsupportedVersion" }
  /** The api refused to join. */
  | { readonly by: "api"; readonly code: ProblemCode; readonly detail: string };

/** The call as this page sees it now; a new object after every change. */
export interface CallView {
  readonly phase: CallPhase;
  readonly cause: EndCause | undefined;
  readonly self:
    | { readonly peerId: PeerId; readonly role: Role; readonly name: string; readonly state: PeerState; readonly epoch: Epoch }
    | undefined;
  readonly peers: readonly RemotePeer[];
  readonly maxPeers: number;
  readonly relayOnly: boolean;
  /** ISO 8601; known once joined. */
  readonly expiresAt: string | undefined;
  /** When the current phase began; Unix milliseconds. */
  readonly phaseSince: number;
  /** When media to the first peer connected; Unix milliseconds. */
  readonly talkingSince: number | undefined;
}

/** Things that happen, as told to people; everything else is in the view. */
export type CallEvent =
  | { readonly type: "view" }
  | { readonly type: "peer-joined"; readonly peer: Peer }
  | { readonly type: "peer-left"; readonly peer: Peer; readonly reason: LeaveReason }
  | { readonly type: "peer-away"; readonly peer: Peer }
  | { readonly type: "peer-back"; readonly peer: Peer };

/** A call that this page is in, from `openCall` to `hangUp`. */
export interface Call {
  readonly view: CallView;
  /** Hears every event from now on; answers what stops it. */
  subscribe(listener: (event: CallEvent) => void): () => void;
  /** Sends this track, or none, as `source` to every peer, and shows it in the own state. The caller keeps owning the track. */
  setTrack(source: TrackSource, track: MediaStreamTrack | undefined): Promise<void>;
  /** Tells the others; for a microphone or camera that stays sent but is off, change `track.enabled` and this. */
  update(change: { readonly name?: string; readonly state?: Partial<PeerState> }): void;
  /** Skips the wait before the next attempt to reconnect. */
  retryNow(): void;
  /** Statistics of the media path to a peer, for quality display. */
  stats(peerId: PeerId): Promise<RTCStatsReport | undefined>;
  /** The page goes away and cannot wait: reports how the call went until now. */
  reportGone(): void;
  /** Leaves and releases everything; works in every phase. */
  hangUp(): Promise<void>;
}
