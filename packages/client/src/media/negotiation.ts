import type { CandidatesMessage, DescriptionMessage } from "./media-message.ts";
import type { Slots } from "./slots.ts";

interface NegotiationOptions {
  readonly rtc: RTCPeerConnection;
  readonly slots: Pick<Slots, "sources" | "adopt">;
  readonly isPolite: boolean;
  readonly connection: number;
  readonly send: (message: DescriptionMessage) => void;
  /** An offer of the peer was taken in. */
  readonly onOffer: () => void;
  /** An exchange is complete. */
  readonly onSettled: () => void;
  /** The connection cannot be negotiated any further. */
  readonly onBroken: () => void;
}

const maxEarlyCandidates = 128;

/**
 * Perfect negotiation (W3C WebRTC, "Perfect negotiation example"): both peers may offer at any time; when offers meet, the
 * impolite peer's wins. The first offer of a connection is the impolite peer's, which has the transceivers.
 */
export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #rtc: RTCPeerConnection;
  #makingOffer = false;
  #ignoreOffer = false;
  #isSettingRemoteAnswerPending = false;
  #lastNumber = 0;
  #lastHeardOffer = 0;
  #offered: number | undefined;
  #lastSent: number | undefined;
  readonly #early: RTCIceCandidateInit[] = [];

  constructor(options: NegotiationOptions) {
    this.#options = options;
    this.#rtc = options.rtc;
  }

  /** Offers what the connection has become; for the event `negotiationneeded`. */
  async offer(): Promise<void> {
    if (this.#options.isPolite && this.#rtc.remoteDescription === null) return;
    try {
      this.#makingOffer = true;
      await this.#rtc.setLocalDescription();
      this.#lastNumber += 1;
      this.#offered = this.#lastNumber;
      this.#send(this.#lastNumber);
    } catch {
      this.#break();
    } finally {
      this.#makingOffer = false;
    }
  }

  async receiveDescription({ description, negotiation, sources }: DescriptionMessage): Promise<void> {
    const isOffer = description.type === "offer";
    if (isOffer ? negotiation <= this.#lastHeardOffer : negotiation !== this.#offered) return;
    const isReadyForOffer = !this.#makingOffer && (this.#rtc.signalingState === "stable" || this.#isSettingRemoteAnswerPending);
    this.#ignoreOffer = isOffer && !isReadyForOffer && !this.#options.isPolite;
    if (this.#ignoreOffer) return;
    if (isOffer) this.#lastHeardOffer = negotiation;
    this.#lastNumber = Math.max(this.#lastNumber, negotiation);
    this.#offered = undefined;
    try {
      this.#isSettingRemoteAnswerPending = !isOffer;
      await this.#rtc.setRemoteDescription(description);
      this.#isSettingRemoteAnswerPending = false;
      await this.#options.slots.adopt(sources);
      if (isOffer) await this.#answer(negotiation);
      await this.#useEarly();
      this.#options.onSettled();
    } catch {
      this.#break();
    } finally {
      this.#isSettingRemoteAnswerPending = false;
    }
  }

  /** Adds candidates of the description in force; others wait for theirs to come next, or are dropped then. */
  async receiveCandidates(candidates: CandidatesMessage["candidates"]): Promise<void> {
    for (const candidate of candidates) {
      if (this.#isCurrent(candidate)) await this.#add(candidate);
      else if (this.#early.length < maxEarlyCandidates) this.#early.push(candidate);
    }
  }

  /** Sends our part of the newest exchange again, with the candidates found since; who has heard it ignores it. */
  resend(): void {
    if (this.#lastSent !== undefined) this.#send(this.#lastSent);
  }

  async #answer(negotiation: number): Promise<void> {
    this.#options.onOffer();
    await this.#rtc.setLocalDescription();
    this.#send(negotiation);
  }

  #send(negotiation: number): void {
    const { localDescription } = this.#rtc;
    const { connection, slots, send } = this.#options;
    if (localDescription === null) return;
    const { type, sdp } = localDescription;
    if (type !== "offer" && type !== "answer") return;
    this.#lastSent = negotiation;
    send({ kind: "description", connection, negotiation, description: { type, sdp }, sources: slots.sources });
  }

  async #useEarly(): Promise<void> {
    for (const candidate of this.#early.splice(0)) if (this.#isCurrent(candidate)) await this.#add(candidate);
  }

  #isCurrent({ usernameFragment }: RTCIceCandidateInit): boolean {
    const { remoteDescription } = this.#rtc;
    if (typeof usernameFragment !== "string") return remoteDescription !== null;
    return fragmentsOf(remoteDescription).includes(usernameFragment);
  }

  /** One that this browser cannot use takes nothing from the others. */
  #add(candidate: RTCIceCandidateInit): Promise<void> {
    return this.#rtc.addIceCandidate(candidate).catch(() => undefined);
  }

  #break(): void {
    if (this.#rtc.signalingState !== "closed") this.#options.onBroken();
  }
}

/** The ICE user name fragments of a description: they name the generation that candidates belong to. */
export const fragmentsOf = (description: RTCSessionDescription | null): readonly string[] =>
  [...(description?.sdp ?? "").matchAll(/^a=ice-ufrag:(\S+)/gm)].flatMap(([, fragment]) => (fragment === undefined ? [] : [fragment]));
