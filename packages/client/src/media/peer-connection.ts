import type { RecoveryResult, RecoveryRung } from "@tgcall/protocol";
import type { MediaPhase, TrackSource } from "../call-view.ts";
import type { MediaEnvironment } from "../environment.ts";
import { Ladder } from "./ladder.ts";
import { type ChannelMessage, type MediaMessage, parseMediaMessage } from "./media-message.ts";
import { RtcConnection } from "./rtc-connection.ts";
import { selectedPath } from "./selected-path.ts";
import type { SourceTracks } from "./slots.ts";

/** Hears how media to any peer comes about, for the record of the call. */
export interface MediaWitness {
  onState(state: RTCPeerConnectionState): void;
  /** This end restarts ICE. */
  onRestart(): void;
  /** What this end did to bring media back is over. */
  onRecovery(rung: RecoveryRung, result: RecoveryResult): void;
}

interface PeerConnectionOptions {
  readonly environment: MediaEnvironment;
  /** Whether this peer's offer gives way when two meet. */
  readonly isPolite: boolean;
  /** The number of the first RTCPeerConnection: above all that the two epochs have used. */
  readonly number: number;
  readonly tracks: ReadonlyMap<TrackSource, MediaStreamTrack>;
  /** As it should be now: fresh ICE servers, and the call's policy. */
  readonly configuration: () => RTCConfiguration;
  /** By the service, exactly once; held while it is away. */
  readonly send: (message: MediaMessage) => void;
  /** The phase, the path, the tracks or the channel changed. */
  readonly onChange: () => void;
  readonly witness: MediaWitness;
  readonly onChannelOpen: () => void;
  readonly onChannelMessage: (message: Extract<ChannelMessage, { kind: "state" | "leave" }>) => void;
}

/** Media to one peer between one pair of epochs, over as many RTCPeerConnections as it takes. */
export class PeerConnection {
  readonly #options: PeerConnectionOptions;
  readonly #ladder: Ladder;
  #rtc: RtcConnection;
  #isReachable = false;
  #wasSentAside = false;
  #isClosed = false;
  #wasConnected = false;
  #path: "direct" | "relay" | undefined;

  constructor(options: PeerConnectionOptions) {
    this.#options = options;
    const { environment, isPolite } = options;
    this.#ladder = new Ladder({
      clock: environment,
      isPolite,
      hasRelay: () => hasRelay(options.configuration()),
      restart: (way) => this.#restart(way),
      rebuild: () => this.#rebuild(this.#rtc.number + 1),
      onPhase: options.onChange,
      onRecovery: (rung, result) => options.witness.onRecovery(rung, result),
    });
    this.#rtc = this.#open(options.number);
    if (isPolite && options.number > 1) this.#tell({ kind: "rebuild", connection: options.number });
  }

  get number(): number {
    return this.#rtc.number;
  }

  get media(): MediaPhase {
    return this.#ladder.phase;
  }

  /** Whether media ever came through. */
  get wasConnected(): boolean {
    return this.#wasConnected;
  }

  get path(): "direct" | "relay" | undefined {
    return this.#ladder.phase === "connected" ? this.#path : undefined;
  }

  get tracks(): SourceTracks {
    return this.#rtc.slots.received;
  }

  /** Whether the service reaches the peer now. */
  setReachable(isReachable: boolean): void {
    const isNew = isReachable && !this.#isReachable;
    this.#isReachable = isReachable;
    this.#updateReach();
    if (!isNew || !this.#wasSentAside) return;
    this.#wasSentAside = false;
    this.#rtc.resend();
  }

  receive(data: unknown): void {
    const message = parseMediaMessage(data);
    if (message !== undefined) this.#take(message);
  }

  setTrack(source: TrackSource, track: MediaStreamTrack | undefined): Promise<void> {
    return this.#rtc.slots.set(source, track);
  }

  /** Tells the peer over the data channel; whether that was open. */
  tellAside(message: ChannelMessage): boolean {
    return this.#rtc.channel.send(message);
  }

  networkChanged(): void {
    this.#ladder.networkChanged();
  }

  stats(): Promise<RTCStatsReport> {
    return this.#rtc.stats();
  }

  close(): void {
    this.#isClosed = true;
    this.#ladder.close();
    this.#rtc.close();
  }

  #open(number: number): RtcConnection {
    const { environment, isPolite, configuration, tracks, onChange, onChannelOpen, onChannelMessage } = this.#options;
    return new RtcConnection({
      number,
      isPolite,
      environment,
      tracks,
      configuration,
      send: (message) => this.#tell(message),
      events: {
        onState: (state) => this.#follow(state),
        onSettled: onChange,
        onOffer: () => this.#ladder.peerActs(),
        onBroken: () => this.#ladder.broken(),
        onChannel: () => {
          this.#updateReach();
          if (this.#rtc.channel.isOpen) onChannelOpen();
        },
        onChannelMessage: (message) => {
          if (message.kind === "state" || message.kind === "leave") onChannelMessage(message);
          else this.#take(message);
        },
      },
    });
  }

  #take(message: MediaMessage): void {
    if (message.connection < this.#rtc.number) return;
    if (message.connection > this.#rtc.number) {
      this.#rebuild(message.connection, "silently");
      this.#ladder.peerActs();
    }
    void this.#rtc.receive(message);
  }

  #restart(way: "any" | "relay"): boolean {
    const { configuration, witness } = this.#options;
    const isBegun = this.#rtc.restart({ ...configuration(), ...(way === "relay" ? { iceTransportPolicy: "relay" } : {}) });
    if (isBegun) witness.onRestart();
    return isBegun;
  }

  #rebuild(number: number, how: "silently" | "aloud" = "aloud"): void {
    this.#rtc.close();
    this.#rtc = this.#open(number);
    this.#wasSentAside = false;
    this.#ladder.renewed();
    if (how === "aloud" && this.#options.isPolite) this.#tell({ kind: "rebuild", connection: number });
    this.#options.onChange();
  }

  #follow(state: RTCPeerConnectionState): void {
    this.#options.witness.onState(state);
    this.#wasConnected ||= state === "connected";
    this.#ladder.setState(state);
    if (state === "connected") void this.#readPath(this.#rtc);
  }

  async #readPath(rtc: RtcConnection): Promise<void> {
    const path = selectedPath(await rtc.stats())?.route;
    if (this.#isClosed || rtc !== this.#rtc || path === this.#path) return;
    this.#path = path;
    this.#options.onChange();
  }

  #updateReach(): void {
    this.#ladder.setReach(this.#isReachable ? "service" : this.#rtc.channel.isOpen ? "channel" : "none");
  }

  #tell(message: MediaMessage): void {
    const isAside = !this.#isReachable && this.#rtc.channel.send(message);
    if (isAside) this.#wasSentAside = true;
    else this.#options.send(message);
  }
}

const hasRelay = ({ iceServers = [], iceTransportPolicy }: RTCConfiguration): boolean =>
  iceTransportPolicy !== "relay" && iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/.test(url)));
