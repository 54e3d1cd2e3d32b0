import { limits, type PeerId, type PeerState } from "@tgcall/protocol";
import { browserEnvironment } from "../browser-environment.ts";
import type { Call, CallEvent, CallPhase, CallView, EndCause, TrackSource } from "../call-view.ts";
import type { MediaEnvironment } from "../environment.ts";
import { Listeners } from "../listeners.ts";
import type { SourceTracks } from "../media/slots.ts";
import { CallJournal } from "../outcome/call-journal.ts";
import type { AppearanceChange } from "../session/own-state.ts";
import { openSession } from "../session/session.ts";
import type { Session, SessionEvent } from "../session/session-view.ts";
import type { CallOptions } from "./call-options.ts";
import { Remotes } from "./remotes.ts";

/** Joins a call with media and keeps it until `hangUp` or its end. */
export const openCall = (options: CallOptions): Call => new KeptCall(options);

/** How long a farewell over the data channel may take while the service is away. */
const farewellMs = 200;

class KeptCall implements Call {
  readonly #environment: MediaEnvironment;
  readonly #listeners = new Listeners<CallEvent>();
  readonly #session: Session;
  readonly #remotes: Remotes;
  readonly #tracks = new Map<TrackSource, MediaStreamTrack>();
  readonly #journal: CallJournal;
  readonly #stopWaking: () => void;
  #view: CallView;

  constructor({ tracks = {}, state, environment = browserEnvironment(), report, api, ...options }: CallOptions) {
    this.#environment = environment;
    this.#journal = new CallJournal({
      environment,
      report,
      joined: () => this.#session.joined,
      counts: () => this.#session.counts,
      stats: async () => this.#remotes.connected?.stats(),
    });
    for (const source of ["microphone", "camera", "screen", "screen-audio"] as const) this.#keep(source, tracks[source]);
    this.#session = openSession({ ...options, api: this.#journal.timed(api), environment, state: { ...shownBy(tracks), ...state } });
    this.#remotes = new Remotes({
      session: this.#session,
      environment,
      tracks: this.#tracks,
      witness: this.#journal,
      onChange: () => this.#change({}),
      onPeerLeft: (peer, reason) => this.#listeners.emit({ type: "peer-left", peer, reason }),
    });
    this.#view = firstView(environment.date());
    this.#session.subscribe((event) => this.#follow(event));
    this.#stopWaking = environment.onWake((wake) => wake === "network" && this.#remotes.networkChanged());
  }

  get view(): CallView {
    return this.#view;
  }

  subscribe(listener: (event: CallEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  async setTrack(source: TrackSource, track: MediaStreamTrack | undefined): Promise<void> {
    this.#keep(source, track);
    if (source !== "screen-audio") this.update({ state: { [source]: track !== undefined } });
    await this.#remotes.setTrack(source, track);
  }

  update(change: AppearanceChange): void {
    if (this.#view.phase === "ended") return;
    this.#session.update(change);
    this.#remotes.tellAppearance();
    this.#change({});
  }

  retryNow(): void {
    this.#session.retryNow();
  }

  async stats(peerId: PeerId): Promise<RTCStatsReport | undefined> {
    return this.#remotes.connection(peerId)?.stats();
  }

  reportGone(): void {
    this.#journal.end("gone");
  }

  async hangUp(): Promise<void> {
    if (this.#view.phase === "ended") return;
    const needsTime = this.#remotes.sayLeave();
    if (needsTime) await new Promise<void>((resolve) => void this.#environment.after(farewellMs, resolve));
    this.#session.close();
  }

  #follow(event: SessionEvent): void {
    const told = this.#remotes.follow(event);
    if (event.type === "phase") this.#enter(event.phase, event.cause);
    else if (event.type !== "message") this.#change({});
    if (told !== undefined) this.#listeners.emit(told);
  }

  #enter(phase: CallPhase, cause: EndCause | undefined): void {
    if (phase === "ended") this.#stopWaking();
    this.#change({ phase, cause, phaseSince: this.#environment.date() });
    this.#journal.follow(phase, cause);
  }

  #change(change: Partial<CallView>): void {
    const { self, joined, appearance } = this.#session;
    const peers = this.#remotes.peers;
    const isTalking = peers.some(({ media }) => media === "connected");
    this.#view = {
      ...this.#view,
      ...change,
      self: self && { ...self, ...appearance },
      peers,
      maxPeers: joined?.maxPeers ?? this.#view.maxPeers,
      relayOnly: joined?.relayOnly ?? this.#view.relayOnly,
      expiresAt: joined?.expiresAt,
      talkingSince: this.#view.talkingSince ?? (isTalking ? this.#environment.date() : undefined),
    };
    this.#journal.see(peers);
    this.#listeners.emit({ type: "view" });
  }

  #keep(source: TrackSource, track: MediaStreamTrack | undefined): void {
    if (track === undefined) this.#tracks.delete(source);
    else this.#tracks.set(source, track);
  }
}

const firstView = (phaseSince: number): CallView => ({
  phase: "joining",
  cause: undefined,
  self: undefined,
  peers: [],
  maxPeers: limits.minPeers,
  relayOnly: false,
  expiresAt: undefined,
  phaseSince,
  talkingSince: undefined,
});

const shownBy = ({ microphone, camera, screen }: SourceTracks): Partial<PeerState> => ({
  microphone: microphone !== undefined,
  camera: camera !== undefined,
  screen: screen !== undefined,
});
