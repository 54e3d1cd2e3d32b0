import type { Epoch, Peer, PeerId } from "@tgcall/protocol";
import { Delivery } from "../delivery/delivery.ts";
import { noDeliveries } from "../delivery/delivery-counts.ts";

interface Met {
  readonly delivery: Delivery;
  isPresent: boolean;
  isAway: boolean;
}

const maxRemembered = 32;

/**
 * One delivery for each other member of the call. Who left is remembered: a membership that the store lost and took back has
 * the same epochs, and goes on where it stood.
 */
export class Deliveries {
  readonly counts = noDeliveries();
  readonly #random: () => number;
  readonly #byPeer = new Map<PeerId, Met>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Those with the present members. */
  get all(): readonly Delivery[] {
    return [...this.#byPeer.values()].filter(({ isPresent }) => isPresent).map(({ delivery }) => delivery);
  }

  get(peerId: PeerId): Delivery | undefined {
    const met = this.#byPeer.get(peerId);
    return met?.isPresent === true ? met.delivery : undefined;
  }

  /** Our own connection is new: what is not acknowledged goes again, but not to who is away. */
  resend(): void {
    for (const { delivery, isAway } of this.#byPeer.values()) {
      delivery.resend();
      if (isAway) delivery.hold();
    }
  }

  /** Brings the deliveries in line with the roster; answers whom we have a new pair of epochs with. */
  follow(own: Epoch, peers: ReadonlyMap<PeerId, Peer>): readonly Peer[] {
    for (const [peerId, met] of this.#byPeer) {
      if (peers.has(peerId)) continue;
      met.isPresent = false;
      if (this.#byPeer.size > maxRemembered) this.#byPeer.delete(peerId);
    }
    return [...peers.values()].filter((peer) => this.#meet(own, peer));
  }

  #meet(own: Epoch, { peerId, epoch, away }: Peer): boolean {
    const met = this.#byPeer.get(peerId) ?? { delivery: new Delivery(peerId, this.#random, this.counts), isPresent: false, isAway: false };
    this.#byPeer.set(peerId, met);
    const isNew = met.delivery.between(own, epoch);
    if (away && !met.isAway) met.delivery.hold();
    if (!away && (met.isAway || !met.isPresent)) met.delivery.resend();
    met.isPresent = true;
    met.isAway = away;
    return isNew;
  }
}
