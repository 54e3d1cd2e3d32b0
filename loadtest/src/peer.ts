import { clearInterval, setInterval } from "k6/timers";
import { api, Refusal } from "./api.ts";
import { Delivery } from "./delivery.ts";
import { FrameBudget } from "./frame-budget.ts";
import { metrics } from "./metrics.ts";
import { Moment } from "./pause.ts";
import { isRecord, type JoinedCall, type Peer as Member, type PeerId, type ServerMessage, type Welcome } from "./protocol.ts";
import { Signaling, type SignalingOwner } from "./signaling.ts";
import { warn } from "./warn.ts";

const tickMs = 250;

/** One end of a call, as a browser is one: joins, delivers what it accepted, and keeps an account of it. */
export class Peer implements SignalingOwner {
  /** Happens when it knows the other's epoch. */
  readonly met = new Moment();
  /** Happens when a message of the other took effect. */
  readonly heard = new Moment();
  accepted = 0;
  applied = 0;
  /** Applied, but not in its turn. */
  wrong = 0;
  readonly signaling: Signaling;
  readonly #peerId: PeerId;
  readonly #clock: number;
  #welcome: Welcome | undefined;
  #delivery: Delivery | undefined;
  #budget = new FrameBudget();
  #revision = 0;
  #lastNumber = 0;
  #resentBefore = 0;

  private constructor(token: string, joined: JoinedCall) {
    this.#peerId = joined.peerId;
    this.signaling = new Signaling(token, joined, this);
    this.#clock = setInterval(() => this.#tick(), tickMs);
  }

  /** Joins and connects, at the first try or not at all. */
  static async join(token: string): Promise<Peer> {
    const peer = new Peer(token, await api.join(token));
    if ((await peer.signaling.open()) !== undefined) return peer;
    peer.leave();
    throw new Refusal("connect: the WebSocket was refused");
  }

  get resent(): number {
    return this.#resentBefore + (this.#delivery?.resent ?? 0);
  }

  /** Takes a message for the other on, which must take effect there from now on; refuses it where too many wait. */
  say(bytes: number): void {
    const data = { number: this.accepted + 1, acceptedAtMs: Date.now(), padding: "x".repeat(bytes) };
    if (this.#delivery?.accept(data) !== true) {
      metrics.refused.add(1);
      return;
    }
    this.accepted += 1;
    metrics.accepted.add(1);
    this.#pump();
  }

  leave(): void {
    clearInterval(this.#clock);
    this.signaling.leave();
  }

  onWelcome(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#budget = new FrameBudget();
    this.#revision = welcome.revision;
    for (const peer of welcome.peers) this.#see(peer);
  }

  onMessage(message: ServerMessage, atMs: number): void {
    if (message.type !== "signal" && message.type !== "pong" && "revision" in message) this.#revision = message.revision;
    switch (message.type) {
      case "signal":
        this.#receive(message, atMs);
        break;
      case "peer-joined":
      case "peer-back":
        this.#see(message.peer);
        break;
      case "roster":
        for (const peer of message.peers) this.#see(peer);
        break;
      case "peer-away":
      case "peer-left":
        this.#delivery?.hold();
        break;
      case "error":
        if (message.code === "undeliverable") this.#delivery?.defer(Date.now());
        else warn(`the service refuses a frame: ${message.code}`);
        break;
      default:
    }
  }

  #see({ peerId, epoch, away }: Member): void {
    if (this.#welcome === undefined || peerId === this.#peerId) return;
    if (this.#delivery?.isBetween(this.#welcome.epoch, epoch) !== true) {
      this.#resentBefore = this.resent;
      this.#delivery = new Delivery(peerId, this.#welcome.epoch, epoch);
    }
    if (away) this.#delivery.hold();
    else this.#delivery.rewind();
    this.met.happen();
    this.#pump();
  }

  #receive(frame: Extract<ServerMessage, { type: "signal" }>, atMs: number): void {
    if (typeof frame["atMs"] === "number") metrics.forwardMs.add(Math.max(0, atMs - frame["atMs"]));
    for (const data of this.#delivery?.receive(frame, Date.now()) ?? []) this.#apply(data);
    this.#pump();
  }

  #apply(data: unknown): void {
    this.applied += 1;
    metrics.applied.add(1);
    const { number, acceptedAtMs } = isRecord(data) ? data : {};
    if (number !== this.#lastNumber + 1) this.wrong += 1;
    if (typeof number === "number") this.#lastNumber = number;
    if (typeof acceptedAtMs === "number") metrics.deliveryMs.add(Date.now() - acceptedAtMs);
    this.heard.happen();
  }

  #tick(): void {
    this.signaling.beat(Date.now(), this.#revision);
    this.#pump();
  }

  #pump(): void {
    const nowMs = Date.now();
    while (this.signaling.isConnected && this.#budget.hasSome(nowMs)) {
      const frame = this.#delivery?.next(nowMs);
      if (frame === undefined) return;
      this.#budget.take();
      this.signaling.send(frame);
    }
  }
}
