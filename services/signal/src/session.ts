import {
  announcedLimits,
  type CallId,
  type CloseReason,
  closeReasons,
  type Epoch,
  type PeerId,
  type Role,
  type ServerMessage,
  type Traceparent,
} from "@tgcall/protocol";
import type { Roster, Stay } from "@tgcall/store";
import type { Connection, ConnectionEvents } from "./connection.ts";
import { Conversation, type ConversationPorts } from "./conversation.ts";
import type { Credentials } from "./credentials.ts";
import { persistDeparture } from "./departure.ts";
import type { Room, Seat } from "./room.ts";
import { viewFor } from "./roster-changes.ts";
import { SetUpTrace } from "./set-up-trace.ts";

/** What an admission decided about a peer's stay here. */
export interface Admitted {
  readonly stay: Stay;
  readonly role: Role;
  readonly epoch: Epoch;
  readonly resumed: boolean;
  /** As it is counted. */
  readonly kind: "joined" | "resumed" | "new_epoch";
  readonly roster: Roster;
  /** Of which trace the peer's way into the call is, where it is traced. */
  readonly traceparent: Traceparent | undefined;
}

export interface SessionOptions {
  readonly admitted: Admitted;
  readonly room: Room;
  readonly credentials: Credentials;
  readonly ports: ConversationPorts;
  readonly connect: (events: ConnectionEvents) => Connection;
  /** Called once, when the connection is gone. */
  readonly onEnd: (session: Session, code: number) => void;
}

/** One peer's stay on this pod, from admission to departure. */
export class Session implements Seat {
  readonly stay: Stay;
  readonly epoch: Epoch;
  readonly room: Room;
  readonly trace: SetUpTrace;
  readonly #options: SessionOptions;
  readonly #connection: Connection;
  #hasHeard = false;

  constructor(options: SessionOptions) {
    const { admitted, room, ports, connect } = options;
    this.stay = admitted.stay;
    this.epoch = admitted.epoch;
    this.room = room;
    this.trace = new SetUpTrace(admitted.stay, admitted.traceparent);
    this.#options = options;
    const conversation = new Conversation(this, ports);
    this.#connection = connect({ onFrame: (frame) => conversation.hear(frame), onClosed: (code) => this.#closed(code) });
    this.#welcome(admitted);
    room.take(this);
  }

  get peerId(): PeerId {
    return this.stay.peerId;
  }

  /** How it was admitted. */
  get kind(): Admitted["kind"] {
    return this.#options.admitted.kind;
  }

  get generation(): number {
    return this.stay.generation;
  }

  get bufferedBytes(): number {
    return this.#connection.bufferedBytes;
  }

  /** What log lines about this stay say, whichever trace the code that writes them belongs to. */
  get ids(): { readonly callId: CallId; readonly peerId: PeerId; readonly traceId: string | undefined } {
    return { callId: this.stay.callId, peerId: this.stay.peerId, traceId: this.trace.id };
  }

  send(frame: string, type: ServerMessage["type"]): void {
    if (!this.#connection.send(frame)) return;
    const { metrics, log } = this.#options.ports;
    metrics.sent(type, Buffer.byteLength(frame));
    if (type !== "signal" || this.#hasHeard) return;
    this.#hasHeard = true;
    log.info("first message delivered", this.ids);
  }

  say(message: ServerMessage): void {
    this.send(JSON.stringify(message), message.type);
  }

  dismiss(reason: CloseReason): void {
    if (reason === closeReasons.resumed) this.#connection.closeSoon(reason);
    else this.#connection.close(reason);
  }

  /** The peer wants to go: its membership ends now. */
  leave(): void {
    if (this.room.release(this)) {
      this.#options.ports.log.info("peer left", this.ids);
      this.#depart(() => this.#leave());
    }
    this.#connection.close(closeReasons.left);
  }

  /** To be called four times a second: heartbeat, and fresh credentials before the last ones expire. */
  beat(nowMs: number): void {
    this.#connection.beat(nowMs);
    if (this.#options.credentials.isDue(nowMs)) this.#options.ports.supervise("ticket", this.#renewTicket(nowMs));
  }

  /** This pod drains: the peer opens its next connection before it lets this one go. */
  async askToReconnect(afterMs: number): Promise<void> {
    const sig = await this.#options.credentials.issueSig(this.#name);
    this.say({ type: "reconnect", afterMs, reason: "draining", sig });
  }

  #welcome({ role, epoch, resumed, roster }: Admitted): void {
    const view = viewFor(this.peerId, this.room.roster ?? roster);
    const granted = this.#options.credentials.current;
    const { peerId } = this;
    this.say({ type: "welcome", protocol: 1, peerId, role, epoch, resumed, ...view, ...granted, limits: announcedLimits });
  }

  async #renewTicket(nowMs: number): Promise<void> {
    this.say({ type: "ticket", ...(await this.#options.credentials.renew(this.#name, nowMs)) });
  }

  #closed(code: number): void {
    if (this.room.release(this)) this.#depart(() => this.#options.ports.rosters.drop(this.stay));
    this.#options.onEnd(this, code);
  }

  async #leave(): Promise<Roster | undefined> {
    const roster = await this.#options.ports.rosters.leave(this.stay);
    if (roster !== undefined) this.#options.ports.metrics.departed("left");
    if (roster?.members.length === 0) this.#options.ports.metrics.emptied("left");
    return roster;
  }

  #depart(write: () => Promise<Roster | undefined>): void {
    const { rooms, supervise } = this.#options.ports;
    supervise(
      "departure",
      persistDeparture(write).then((roster) => roster && rooms.apply(roster)),
    );
  }

  get #name(): string {
    return this.room.roster?.members.find(({ peerId }) => peerId === this.peerId)?.name ?? "";
  }
}
