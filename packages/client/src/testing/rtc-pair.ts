import type { TrackSource } from "../call-view.ts";
import type { MediaEnvironment } from "../environment.ts";
import type { MediaMessage } from "../media/media-message.ts";
import { PeerConnection } from "../media/peer-connection.ts";
import { FakeEnvironment } from "./fake-environment.ts";
import { FakeRtc } from "./fake-rtc.ts";

/** Surroundings whose RTCPeerConnections are fakes. */
export class FakeMediaEnvironment extends FakeEnvironment implements MediaEnvironment {
  readonly rtcs: FakeRtc[] = [];

  openPeerConnection = (configuration: RTCConfiguration): RTCPeerConnection => {
    const rtc = new FakeRtc(configuration);
    this.rtcs.push(rtc);
    return rtc as unknown as RTCPeerConnection;
  };

  openStream = (): MediaStream => ({}) as MediaStream;
}

/** What messages are, in short. */
export const kindsOf = (messages: readonly MediaMessage[]): string[] =>
  messages.map((message) => (message.kind === "description" ? message.description.type : message.kind));

export const trackOf = (kind: "audio" | "video"): MediaStreamTrack => ({ kind }) as MediaStreamTrack;

/** One end of a pair: its PeerConnection, and what it has sent that the other has not heard. */
export class PairEnd {
  readonly environment = new FakeMediaEnvironment(() => 0);
  readonly tracks = new Map<TrackSource, MediaStreamTrack>();
  readonly outgoing: MediaMessage[] = [];
  readonly told: string[] = [];
  iceServers: RTCIceServer[] = [];
  readonly connection: PeerConnection;

  constructor(isPolite: boolean, number = 1) {
    this.connection = new PeerConnection({
      environment: this.environment,
      isPolite,
      number,
      tracks: this.tracks,
      configuration: () => ({ iceServers: this.iceServers }),
      send: (message) => this.outgoing.push(structuredClone(message)),
      witness: { onState: () => undefined, onRestart: () => undefined, onRecovery: () => undefined },
      onChange: () => undefined,
      onChannelOpen: () => this.told.push("channel"),
      onChannelMessage: ({ kind }) => this.told.push(kind),
    });
  }

  get rtc(): FakeRtc {
    const rtc = this.environment.rtcs.at(-1);
    if (rtc === undefined) throw new Error("no RTCPeerConnection was opened");
    return rtc;
  }

  async share(source: TrackSource, kind: "audio" | "video"): Promise<void> {
    const track = trackOf(kind);
    this.tracks.set(source, track);
    await this.connection.setTrack(source, track);
  }
}

/** The impolite and the polite end, and the ordered way between them. */
export class RtcPair {
  readonly impolite = new PairEnd(false);
  readonly polite = new PairEnd(true);

  /** A pair that has negotiated and sees its media connect. */
  static async connected(): Promise<RtcPair> {
    const pair = new RtcPair();
    for (const { connection } of pair.ends) connection.setReachable(true);
    await pair.settle();
    FakeRtc.connect(pair.impolite.rtc, pair.polite.rtc);
    return pair;
  }

  get ends(): readonly [PairEnd, PairEnd] {
    return [this.impolite, this.polite];
  }

  /** The other end hears the oldest message of this one. */
  deliver(from: PairEnd): MediaMessage | undefined {
    const message = from.outgoing.shift();
    const to = from === this.impolite ? this.polite : this.impolite;
    if (message !== undefined) to.connection.receive(structuredClone(message));
    return message;
  }

  /** Delivers until nobody has anything to say any more. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      for (const end of this.ends) {
        await end.environment.advance(25);
        while (this.deliver(end) !== undefined) quiet = 0;
        await end.environment.advance(0);
      }
    }
  }
}
