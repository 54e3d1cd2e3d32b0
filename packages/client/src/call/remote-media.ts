import type { Epoch, Peer, PeerId } from "@tgcall/protocol";
import type { RemotePeer, TrackSource } from "../call-view.ts";
import type { MediaEnvironment } from "../environment.ts";
import type { ChannelMessage, MediaMessage } from "../media/media-message.ts";
import { type MediaWitness, PeerConnection } from "../media/peer-connection.ts";
import type { Appearance, AppearanceChange } from "../session/own-state.ts";

interface RemoteMediaOptions {
  readonly self: { readonly peerId: PeerId; readonly epoch: Epoch };
  readonly peer: Peer;
  readonly number: number;
  readonly environment: MediaEnvironment;
  readonly tracks: ReadonlyMap<TrackSource, MediaStreamTrack>;
  readonly configuration: () => RTCConfiguration;
  readonly appearance: () => Appearance;
  readonly send: (peerId: PeerId, message: MediaMessage) => void;
  readonly witness: MediaWitness;
  readonly onChange: () => void;
  readonly onLeave: () => void;
}

/** Another peer as this page has it: its media, and what it told us straight. */
export class RemoteMedia {
  readonly ownEpoch: Epoch;
  readonly epoch: Epoch;
  readonly connection: PeerConnection;
  readonly #options: RemoteMediaOptions;
  #told: AppearanceChange | undefined;

  constructor(options: RemoteMediaOptions) {
    const { self, peer, number, environment, tracks, configuration, send, witness, onChange } = options;
    this.#options = options;
    this.ownEpoch = self.epoch;
    this.epoch = peer.epoch;
    this.connection = new PeerConnection({
      environment,
      isPolite: self.peerId > peer.peerId,
      number,
      tracks,
      configuration,
      send: (message) => send(peer.peerId, message),
      witness,
      onChange,
      onChannelOpen: () => this.tellAppearance(),
      onChannelMessage: (message) => this.#hear(message),
    });
  }

  /** The service's word is newer than what we were told straight. */
  believeRoster(): void {
    this.#told = undefined;
  }

  tellAppearance(): void {
    this.connection.tellAside({ kind: "state", ...this.#options.appearance() });
  }

  /** A shared screen is shown for as long as the peer says that it shares. */
  show(peer: Peer): RemotePeer {
    const { media, path, tracks } = this.connection;
    const { name = peer.name, state } = this.#told ?? {};
    const shown = { ...peer, name, state: { ...peer.state, ...state } };
    const { screen, "screen-audio": screenAudio, ...person } = tracks;
    if (!shown.state.screen) return { ...shown, media, path, tracks: person };
    return { ...shown, media, path, tracks: { ...person, ...(screen && { screen }), ...(screenAudio && { "screen-audio": screenAudio }) } };
  }

  #hear(message: Extract<ChannelMessage, { kind: "state" | "leave" }>): void {
    if (message.kind === "leave") {
      this.#options.onLeave();
      return;
    }
    const { name, state } = message;
    this.#told = { name, state };
    this.#options.onChange();
  }
}
