import type { Epoch, JoinedCall, LeaveReason, Peer, PeerId } from "@tgcall/protocol";
import type { FakeEnvironment, FakeSocket } from "./fake-environment.ts";
import { epoch, joinedAs, peerOf, welcomeOf } from "./samples.ts";

interface Member {
  peer: Peer;
  instance: string;
  socket: FakeSocket | undefined;
}

const latencyMs = 20;

/** The signal service and `/api/join` in memory: keeps memberships, forwards at most once, and breaks as told. */
export class FakeService {
  readonly #environment: FakeEnvironment;
  readonly #members = new Map<PeerId, Member>();
  #revision = 0;
  #storeEpoch = "s1";
  #lastEpoch = 0;
  /** Refuses every handshake while set. */
  isDown = false;
  /** Whether to lose the next forwarded frame or roster event. */
  loses: () => boolean = () => false;

  constructor(environment: FakeEnvironment) {
    this.#environment = environment;
    environment.onOpen = (socket) => void environment.after(latencyMs, () => this.#admit(socket));
  }

  join(peerId: PeerId): { join(): Promise<JoinedCall> } {
    return { join: async () => joinedAs(peerId, { reports: true }) };
  }

  /** The peer's connection breaks. */
  cut(peerId: PeerId): void {
    const member = this.#members.get(peerId);
    const socket = member?.socket;
    if (member === undefined || socket === undefined) return;
    this.#drop(member);
    socket.end(1006);
  }

  /** The grace time of a peer without connection runs out. */
  reap(peerId: PeerId): void {
    if (this.#members.get(peerId)?.socket === undefined) this.#remove(peerId, "lost");
  }

  /** The pod drains: the peer is to come back before it leaves. */
  move(peerId: PeerId): void {
    this.#members.get(peerId)?.socket?.say({ type: "reconnect", afterMs: 100, reason: "drain", sig: "sig.of.move" });
  }

  /** The store loses everything and is restored from memory. */
  loseStore(): void {
    this.#storeEpoch = `s${Number(this.#storeEpoch.slice(1)) + 1}`;
    this.#revision = 1;
    for (const peerId of this.#members.keys()) this.#say(peerId, { type: "roster", ...this.#view(peerId) });
  }

  #admit(socket: FakeSocket): void {
    if (socket.isClosed) return;
    if (this.isDown) {
      socket.end(1006);
      return;
    }
    const peerId = (socket.url.searchParams.get("peerId") ?? "") as PeerId;
    const instance = socket.url.searchParams.get("instance") ?? "";
    const held = this.#members.get(peerId);
    const resumed = held?.instance === instance;
    this.#lastEpoch += 1;
    const own = resumed ? held.peer.epoch : epoch(`e${this.#lastEpoch}`);
    socket.onSend = (frame) => void this.#environment.after(latencyMs, () => this.#heed(peerId, socket, frame));
    socket.onClosed = () =>
      void this.#environment.after(latencyMs, () => {
        const member = this.#members.get(peerId);
        if (member?.socket === socket) this.#drop(member);
      });
    this.#enter(peerId, own, instance, socket, held);
    socket.say(welcomeOf(peerId, { epoch: own, resumed, ...this.#view(peerId) }));
  }

  #enter(peerId: PeerId, own: Epoch, instance: string, socket: FakeSocket, held: Member | undefined): void {
    const peer = { ...(held?.peer ?? peerOf(peerId)), epoch: own, away: false };
    const isChange = held === undefined || held.peer.away || held.peer.epoch !== own;
    this.#members.set(peerId, { peer, instance, socket });
    if (isChange) this.#tellOthers(peerId, { type: held === undefined ? "peer-joined" : "peer-back", peer });
    const old = held?.socket;
    if (old !== undefined) this.#environment.after(latencyMs, () => old.isClosed || old.end(held?.instance === instance ? 1000 : 4501));
  }

  #heed(from: PeerId, socket: FakeSocket, frame: string): void {
    const message = JSON.parse(frame) as Record<string, unknown> & { to: PeerId };
    const member = this.#members.get(from);
    if (message["type"] === "signal") this.#forward(from, socket, message);
    if (message["type"] === "ping") {
      if (message["revision"] !== this.#revision) socket.say({ type: "roster", ...this.#view(from) });
      socket.say({ type: "pong", id: message["id"], revision: this.#revision });
    }
    if (message["type"] === "leave" && member?.socket === socket) this.#remove(from, "left");
    if (message["type"] === "update" && member !== undefined) {
      member.peer = { ...member.peer, ...(message as Partial<Peer>) };
      this.#tellOthers(from, { type: "peer-updated", peerId: from, name: member.peer.name, state: member.peer.state });
    }
  }

  #forward(from: PeerId, socket: FakeSocket, message: { to: PeerId }): void {
    if (this.loses()) return;
    const reach = this.#members.get(message.to)?.socket;
    if (reach === undefined) socket.say({ type: "error", code: "undeliverable", detail: "away", peerId: message.to });
    else this.#environment.after(latencyMs, () => reach.say({ ...message, from }));
  }

  #drop(member: Member): void {
    member.socket = undefined;
    member.peer = { ...member.peer, away: true };
    this.#tellOthers(member.peer.peerId, { type: "peer-away", peerId: member.peer.peerId });
  }

  #remove(peerId: PeerId, reason: LeaveReason): void {
    if (this.#members.delete(peerId)) this.#tellOthers(peerId, { type: "peer-left", peerId, reason });
  }

  #tellOthers(about: PeerId, event: object): void {
    this.#revision += 1;
    for (const peerId of this.#members.keys())
      if (peerId !== about && !this.loses()) this.#say(peerId, { ...event, revision: this.#revision });
  }

  #say(peerId: PeerId, message: object): void {
    const socket = this.#members.get(peerId)?.socket;
    if (socket !== undefined) this.#environment.after(latencyMs, () => socket.say(message));
  }

  #view(self: PeerId): { peers: Peer[]; revision: number; storeEpoch: string } {
    const peers = [...this.#members.values()].map(({ peer }) => peer).filter(({ peerId }) => peerId !== self);
    return { peers, revision: this.#revision, storeEpoch: this.#storeEpoch };
  }
}
