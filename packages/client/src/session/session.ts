import {
  announcedLimits,
  type IceServer,
  type JoinedCall,
  limits,
  type Peer,
  type PeerId,
  Problem,
  type Traceparent,
  text,
  type Welcome,
} from "@tgcall/protocol";
import { browserEnvironment, randomInstance } from "../browser-environment.ts";
import type { CallPhase, EndCause } from "../call-view.ts";
import type { DeliveryCounts } from "../delivery/delivery-counts.ts";
import type { Environment } from "../environment.ts";
import { Listeners } from "../listeners.ts";
import type { ServiceMessage } from "../signaling/connection.ts";
import { Signaling, type SignalingOwner } from "../signaling/signaling.ts";
import { Deliveries } from "./deliveries.ts";
import { type Appearance, type AppearanceChange, OwnState } from "./own-state.ts";
import { Pump } from "./pump.ts";
import { Roster, type RosterChange, type RosterMessage } from "./roster.ts";
import type { Self, Session, SessionEvent, SessionOptions } from "./session-view.ts";

/** Joins a call without media, and keeps the membership until it is closed or ended. */
export const openSession = (options: SessionOptions): Session => new KeptSession(options);

const parseName = (name: string): string => text(0, limits.maxNameLength)(name, "name");

class KeptSession implements Session, SignalingOwner {
  readonly #environment: Environment;
  readonly #listeners = new Listeners<SessionEvent>();
  readonly #roster = new Roster();
  readonly #deliveries: Deliveries;
  readonly #ownState: OwnState;
  readonly #pump: Pump;
  readonly #signaling: Signaling;
  #phase: CallPhase = "joining";
  #self: Self | undefined;
  #joined: JoinedCall | undefined;
  #iceServers: readonly IceServer[] = [];
  #maxFrameBytes: number = announcedLimits.maxFrameBytes;

  constructor(options: SessionOptions) {
    const { api, token, name, state = {}, instance = randomInstance(), environment = browserEnvironment(), traceparent } = options;
    this.#environment = environment;
    this.#deliveries = new Deliveries(environment.random);
    this.#ownState = new OwnState(parseName(name), state);
    this.#pump = new Pump(environment, () => [this.#ownState, ...this.#deliveries.all]);
    this.#signaling = new Signaling({ api, token, instance, environment, traceparent, owner: this });
  }

  get phase(): CallPhase {
    return this.#phase;
  }

  get self(): Self | undefined {
    return this.#self;
  }

  get appearance(): Appearance {
    return this.#ownState.current;
  }

  get peers(): ReadonlyMap<PeerId, Peer> {
    return this.#roster.peers;
  }

  get joined(): JoinedCall | undefined {
    return this.#joined;
  }

  get iceServers(): readonly IceServer[] {
    return this.#iceServers;
  }

  get counts(): Readonly<DeliveryCounts> {
    return this.#deliveries.counts;
  }

  subscribe(listener: (event: SessionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  send(peerId: PeerId, data: unknown, traceparent?: Traceparent): void {
    const delivery = this.#phase === "ended" ? undefined : this.#deliveries.get(peerId);
    if (delivery === undefined) throw new Problem("peer_not_found");
    delivery.accept(data, this.#maxFrameBytes, traceparent);
    this.#pump.run();
  }

  update({ name, ...change }: AppearanceChange): void {
    this.#ownState.change(name === undefined ? change : { ...change, name: parseName(name) });
    this.#pump.run();
  }

  retryNow(): void {
    this.#signaling.retryNow();
  }

  close(): void {
    this.#signaling.close();
    this.onEnded({ by: "self" });
  }

  name(): string {
    return this.#ownState.joining();
  }

  revision(): number {
    return this.#roster.revision;
  }

  onJoined(joined: JoinedCall): void {
    this.#joined = joined;
  }

  onIceServers(iceServers: readonly IceServer[]): void {
    this.#iceServers = iceServers;
  }

  onConnected(welcome: Welcome): void {
    const { peerId, role, epoch } = welcome;
    this.#self = { peerId, role, epoch };
    this.#maxFrameBytes = welcome.limits.maxFrameBytes;
    this.#ownState.welcome(welcome.resumed);
    const changes = this.#roster.welcome(peerId, welcome);
    this.#deliveries.resend();
    const { connection } = this.#signaling;
    if (connection !== undefined) this.#pump.open(connection, welcome.limits);
    this.#enter("connected");
    this.#settle(changes);
  }

  onDisconnected(): void {
    this.#pump.close();
    this.#enter("reconnecting");
  }

  onEnded(cause: EndCause): void {
    this.#pump.close();
    this.#enter("ended", cause);
  }

  onMessage(message: ServiceMessage, pingSentAtMs?: number): void {
    if (message.type === "signal") this.#hear(message);
    else if (message.type === "roster") this.#settle(this.#roster.replace(message));
    else if (message.type === "error") this.#heed(message);
    else if (message.type === "pong") this.#ownState.pong(pingSentAtMs ?? 0);
    else if (message.type !== "ticket" && message.type !== "reconnect") this.#follow(message);
    this.#pump.run();
  }

  #follow(message: RosterMessage): void {
    if (message.type === "peer-back") this.#deliveries.get(message.peer.peerId)?.resend();
    const changes = this.#roster.apply(message);
    if (changes === "gap") this.#signaling.ping();
    else this.#settle(changes);
  }

  #hear(message: Extract<ServiceMessage, { type: "signal" }>): void {
    const ready = this.#deliveries.get(message.from)?.receive(message, this.#environment.now()) ?? [];
    for (const data of ready) this.#emit({ type: "message", from: message.from, data });
  }

  #heed({ code, peerId }: Extract<ServiceMessage, { type: "error" }>): void {
    if (code === "undeliverable" && peerId !== undefined) this.#deliveries.get(peerId)?.undeliverable(this.#environment.now());
    if (code === "rate_limited") this.#pump.slowDown();
    if (code === "rate_limited" || code === "store_unavailable") this.#ownState.refused();
  }

  #settle(changes: readonly RosterChange[]): void {
    const joined = new Set(changes.filter(({ type }) => type === "peer-joined").map(({ peer }) => peer.peerId));
    const renewed = this.#self === undefined ? [] : this.#deliveries.follow(this.#self.epoch, this.#roster.peers);
    for (const peer of renewed) if (!joined.has(peer.peerId)) this.#emit({ type: "peer-renewed", peer });
    for (const change of changes) this.#emit(change);
    this.#pump.run();
  }

  #enter(phase: CallPhase, cause?: EndCause): void {
    if (this.#phase === "ended") return;
    this.#phase = phase;
    this.#listeners.emit({ type: "phase", phase, cause });
  }

  #emit(event: SessionEvent): void {
    if (this.#phase !== "ended") this.#listeners.emit(event);
  }
}
