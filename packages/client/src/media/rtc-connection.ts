import type { MediaEnvironment } from "../environment.ts";
import { CandidateBatch } from "./candidate-batch.ts";
import type { ChannelMessage, MediaMessage } from "./media-message.ts";
import { fragmentsOf, Negotiation } from "./negotiation.ts";
import { PeerChannel } from "./peer-channel.ts";
import { Slots } from "./slots.ts";

/** What happens on an RTCPeerConnection; nothing follows `close`. */
export interface RtcEvents {
  onState(state: RTCPeerConnectionState): void;
  /** Tracks may have come or gone. */
  onSettled(): void;
  onOffer(): void;
  onBroken(): void;
  /** The data channel opened or closed. */
  onChannel(): void;
  onChannelMessage(message: ChannelMessage): void;
}

interface RtcConnectionOptions {
  readonly number: number;
  readonly isPolite: boolean;
  readonly environment: MediaEnvironment;
  /** The newest: TURN credentials in it expire. */
  readonly configuration: () => RTCConfiguration;
  readonly tracks: ConstructorParameters<typeof Slots>[0]["tracks"];
  readonly send: (message: MediaMessage) => void;
  readonly events: RtcEvents;
}

/** One RTCPeerConnection of those that serve a peer in turn, with all that belongs to it. */
export class RtcConnection {
  readonly number: number;
  readonly slots: Slots;
  readonly channel: PeerChannel;
  readonly #rtc: RTCPeerConnection;
  readonly #configuration: () => RTCConfiguration;
  readonly #negotiation: Negotiation;
  readonly #batch: CandidateBatch;

  constructor({ number, isPolite, environment, configuration, tracks, send, events }: RtcConnectionOptions) {
    const rtc = environment.openPeerConnection(configuration());
    this.#configuration = configuration;
    this.number = number;
    this.#rtc = rtc;
    this.slots = new Slots({ rtc, environment, tracks });
    this.#batch = new CandidateBatch(environment, (candidates) => send({ kind: "candidates", connection: number, candidates }));
    const { onOffer, onSettled, onBroken } = events;
    this.#negotiation = new Negotiation({ rtc, slots: this.slots, isPolite, connection: number, send, onOffer, onSettled, onBroken });
    rtc.onnegotiationneeded = () => void this.#negotiation.offer();
    rtc.onicecandidate = ({ candidate }) => this.#batch.add(this.#named(candidate));
    rtc.onconnectionstatechange = () => events.onState(rtc.connectionState);
    this.channel = new PeerChannel(rtc, events.onChannel, events.onChannelMessage);
    this.slots.open(isPolite);
  }

  async receive(message: MediaMessage): Promise<void> {
    // An offer may restart ICE: our candidates for the answer want credentials that still work.
    if (message.kind === "description" && message.description.type === "offer" && this.#rtc.signalingState !== "closed")
      this.#rtc.setConfiguration(this.#configuration());
    if (message.kind === "description") await this.#negotiation.receiveDescription(message);
    if (message.kind === "candidates") await this.#negotiation.receiveCandidates(message.candidates);
  }

  resend(): void {
    this.#negotiation.resend();
  }

  /** Restarts ICE under the new configuration; `false` while an offer of ours is unanswered, or before the first exchange. */
  restart(configuration: RTCConfiguration): boolean {
    const { signalingState, remoteDescription } = this.#rtc;
    if (signalingState === "have-local-offer" || remoteDescription === null) return false;
    this.#rtc.setConfiguration(configuration);
    this.#rtc.restartIce();
    return true;
  }

  stats(): Promise<RTCStatsReport> {
    return this.#rtc.getStats();
  }

  close(): void {
    this.#batch.close();
    this.channel.close();
    const rtc = this.#rtc;
    rtc.onnegotiationneeded = rtc.onicecandidate = rtc.onconnectionstatechange = null;
    rtc.close();
  }

  /** The end of candidates has no name of its own. */
  #named(candidate: RTCIceCandidate | null): RTCIceCandidateInit {
    const { candidate: text = "", sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = candidate?.toJSON() ?? {};
    return {
      candidate: text,
      sdpMid,
      sdpMLineIndex,
      usernameFragment: usernameFragment ?? fragmentsOf(this.#rtc.localDescription)[0] ?? null,
    };
  }
}
