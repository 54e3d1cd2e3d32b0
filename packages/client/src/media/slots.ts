import type { TrackSource } from "../call-view.ts";
import type { MediaEnvironment } from "../environment.ts";
import type { Sources } from "./media-message.ts";

/** The tracks of some peer by what they show. */
export type SourceTracks = { readonly [S in TrackSource]?: MediaStreamTrack };

interface SlotsOptions {
  readonly rtc: RTCPeerConnection;
  readonly environment: Pick<MediaEnvironment, "openStream">;
  /** What we send, as it stands; its owner changes it. */
  readonly tracks: ReadonlyMap<TrackSource, MediaStreamTrack>;
}

/**
 * Which transceiver of an RTCPeerConnection carries which source. The impolite peer opens microphone and camera up front, the
 * polite one takes them over from its offer; so both have one transceiver each, and muting never negotiates.
 */
export class Slots {
  readonly #options: SlotsOptions;
  readonly #streams: Readonly<Record<"person" | "screen", MediaStream>>;
  readonly #own = new Map<TrackSource, RTCRtpTransceiver>();
  #theirs: Sources = {};

  constructor(options: SlotsOptions) {
    this.#options = options;
    this.#streams = { person: options.environment.openStream(), screen: options.environment.openStream() };
  }

  /** Opens the transceivers of a new connection. */
  open(isPolite: boolean): void {
    const { tracks } = this.#options;
    if (!isPolite) for (const source of ["microphone", "camera"] as const) this.#add(source, tracks.get(source) ?? kindOf(source));
    for (const source of ["screen", "screen-audio"] as const) {
      const track = tracks.get(source);
      if (track !== undefined) this.#add(source, track);
    }
  }

  /** Takes in what the peer's description carries, and answers with microphone and camera where it offers them. */
  async adopt(sources: Sources): Promise<void> {
    this.#theirs = sources;
    const { rtc, tracks } = this.#options;
    for (const transceiver of rtc.getTransceivers()) {
      const source = transceiver.mid === null ? undefined : sources[transceiver.mid];
      if (source === undefined || !isPerson(source) || this.#own.has(source)) continue;
      if (transceiver.receiver.track.kind !== kindOf(source)) continue;
      this.#own.set(source, transceiver);
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams(this.#streams.person);
      await transceiver.sender.replaceTrack(tracks.get(source) ?? null);
    }
  }

  /** Sends `track`, or nothing, as `source`; only a first screen track needs a negotiation. */
  async set(source: TrackSource, track: MediaStreamTrack | undefined): Promise<void> {
    const transceiver = this.#own.get(source);
    if (transceiver !== undefined) await transceiver.sender.replaceTrack(track ?? null);
    else if (track !== undefined && !isPerson(source)) this.#add(source, track);
  }

  /** What our next description carries. */
  get sources(): Sources {
    const named = [...this.#own].flatMap(([source, { mid }]) => (mid === null ? [] : [[mid, source] as const]));
    return Object.fromEntries(named);
  }

  /** What comes from the peer. */
  get received(): SourceTracks {
    const receiving = this.#options.rtc.getTransceivers().filter(({ currentDirection: d }) => d === "sendrecv" || d === "recvonly");
    const tracks: { [S in TrackSource]?: MediaStreamTrack } = {};
    for (const { mid, receiver } of receiving) {
      const source = mid === null ? undefined : this.#theirs[mid];
      if (source !== undefined) tracks[source] = receiver.track;
    }
    return tracks;
  }

  #add(source: TrackSource, trackOrKind: MediaStreamTrack | "audio" | "video"): void {
    const direction = isPerson(source) ? "sendrecv" : "sendonly";
    const streams = [isPerson(source) ? this.#streams.person : this.#streams.screen];
    this.#own.set(source, this.#options.rtc.addTransceiver(trackOrKind, { direction, streams }));
  }
}

const isPerson = (source: TrackSource): boolean => source === "microphone" || source === "camera";

const kindOf = (source: TrackSource): "audio" | "video" => (source === "microphone" || source === "screen-audio" ? "audio" : "video");
