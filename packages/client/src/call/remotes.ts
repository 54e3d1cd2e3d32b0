import { type Epoch, isSampled, type LeaveReason, type Peer, type PeerId, Problem, type Traceparent } from "@tgcall/protocol";
import type { CallEvent, RemotePeer, TrackSource } from "../call-view.ts";
import type { MediaEnvironment } from "../environment.ts";
import type { MediaMessage } from "../media/media-message.ts";
import type { MediaWitness, PeerConnection } from "../media/peer-connection.ts";
import type { Session, SessionEvent } from "../session/session-view.ts";
import { RemoteMedia } from "./remote-media.ts";

interface RemotesOptions {
  readonly session: Session;
  readonly environment: MediaEnvironment;
  readonly tracks: ReadonlyMap<TrackSource, MediaStreamTrack>;
  readonly witness: MediaWitness;
  readonly onChange: () => void;
  readonly onPeerLeft: (peer: Peer, reason: LeaveReason) => void;
}

/** The last RTCPeerConnection with a peer, and between which epochs it was. */
interface Past {
  readonly ownEpoch: Epoch;
  readonly epoch: Epoch;
  readonly number: number;
}

const maxRemembered = 32;

/** The other peers of the call with their media, as the session's events have them. */
export class Remotes {
  readonly #options: RemotesOptions;
  readonly #present = new Map<PeerId, RemoteMedia>();
  readonly #past = new Map<PeerId, Past>();

  constructor(options: RemotesOptions) {
    this.#options = options;
  }

  get peers(): readonly RemotePeer[] {
    const peers = [...this.#options.session.peers.values()];
    return peers.flatMap((peer) => this.#present.get(peer.peerId)?.show(peer) ?? []);
  }

  /** The first whose media is connected. */
  get connected(): PeerConnection | undefined {
    return [...this.#present.values()].find(({ connection }) => connection.media === "connected")?.connection;
  }

  connection(peerId: PeerId): PeerConnection | undefined {
    return this.#present.get(peerId)?.connection;
  }

  /** Does what the event asks for, and answers what there is to tell people. */
  follow(event: SessionEvent): CallEvent | undefined {
    if (event.type === "phase") this.#enter(event.phase === "ended");
    else if (event.type === "message") this.connection(event.from)?.receive(event.data);
    else return this.#followPeer(event);
    return undefined;
  }

  async setTrack(source: TrackSource, track: MediaStreamTrack | undefined): Promise<void> {
    await Promise.all([...this.#present.values()].map(({ connection }) => connection.setTrack(source, track)));
  }

  tellAppearance(): void {
    for (const remote of this.#present.values()) remote.tellAppearance();
  }

  networkChanged(): void {
    for (const { connection } of this.#present.values()) connection.networkChanged();
  }

  /** Says farewell over the data channels; `true` when somebody can only be told this way, which takes a moment. */
  sayLeave(): boolean {
    const told = [...this.#present].filter(([, { connection }]) => connection.tellAside({ kind: "leave" }));
    return told.some(([peerId]) => !this.#isReachable(peerId));
  }

  #enter(isOver: boolean): void {
    for (const [peerId, { connection }] of this.#present) {
      if (isOver) connection.close();
      else connection.setReachable(this.#isReachable(peerId));
    }
    if (isOver) this.#present.clear();
  }

  #followPeer(event: Exclude<SessionEvent, { type: "phase" | "message" }>): CallEvent | undefined {
    const { type, peer } = event;
    if (type === "peer-joined" || type === "peer-renewed") this.#open(peer);
    const remote = this.#present.get(peer.peerId);
    if (remote === undefined) return undefined;
    if (type === "peer-left") {
      this.#close(peer.peerId, remote);
      return event;
    }
    remote.connection.setReachable(this.#isReachable(peer.peerId));
    if (type === "peer-updated") remote.believeRoster();
    return type === "peer-updated" || type === "peer-renewed" ? undefined : { type, peer };
  }

  #open(peer: Peer): void {
    const { session, environment, tracks, witness, onChange } = this.#options;
    const { self } = session;
    if (self === undefined) return;
    const former = this.#present.get(peer.peerId);
    if (former !== undefined) this.#close(peer.peerId, former);
    const past = this.#past.get(peer.peerId);
    const isSamePair = past?.ownEpoch === self.epoch && past.epoch === peer.epoch;
    const remote = new RemoteMedia({
      self,
      peer,
      number: isSamePair ? past.number + 1 : 1,
      environment,
      tracks,
      configuration: () => this.#configuration(),
      appearance: () => session.appearance,
      send: (peerId, message) => this.#send(peerId, message),
      witness,
      onChange,
      onLeave: () => this.#leave(peer.peerId),
    });
    this.#present.set(peer.peerId, remote);
    remote.connection.setReachable(this.#isReachable(peer.peerId));
  }

  /** The peer said that it leaves before the service did. */
  #leave(peerId: PeerId): void {
    const remote = this.#present.get(peerId);
    const peer = this.#options.session.peers.get(peerId);
    if (remote === undefined || peer === undefined) return;
    this.#close(peerId, remote);
    this.#options.onChange();
    this.#options.onPeerLeft(peer, "left");
  }

  #close(peerId: PeerId, { ownEpoch, epoch, connection }: RemoteMedia): void {
    this.#present.delete(peerId);
    this.#past.delete(peerId);
    this.#past.set(peerId, { ownEpoch, epoch, number: connection.number });
    for (const oldest of [...this.#past.keys()].slice(0, -maxRemembered)) this.#past.delete(oldest);
    connection.close();
  }

  #isReachable(peerId: PeerId): boolean {
    const { session } = this.#options;
    return session.phase === "connected" && session.peers.get(peerId)?.away === false;
  }

  #configuration(): RTCConfiguration {
    const { iceServers, joined } = this.#options.session;
    return {
      iceServers: iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
      iceTransportPolicy: joined?.relayOnly === true ? "relay" : "all",
      bundlePolicy: "max-bundle",
    };
  }

  /** What the session does not accept is lost: the ladder makes a new attempt. */
  #send(peerId: PeerId, message: MediaMessage): void {
    try {
      this.#options.session.send(peerId, message, this.#traceOf(peerId));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  /** What is said to a peer belongs to the trace of our way into the call until media to it first came through. */
  #traceOf(peerId: PeerId): Traceparent | undefined {
    const traceparent = this.#options.session.joined?.traceparent;
    const isSettingUp = !this.#past.has(peerId) && this.connection(peerId)?.wasConnected !== true;
    return isSettingUp && traceparent !== undefined && isSampled(traceparent) ? traceparent : undefined;
  }
}
