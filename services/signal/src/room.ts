import {
  type CallId,
  type CloseReason,
  closeReasons,
  type Epoch,
  type PeerId,
  type ServerMessage,
  type Traceparent,
} from "@tgcall/protocol";
import type { Bus, Envelope, Member, PodId, Roster } from "@tgcall/store";
import type { SignalMetrics } from "./metrics.ts";
import type { CallState } from "./pod-gauges.ts";
import { type RosterChange, replaces, rosterChanges, toPeer, viewFor } from "./roster-changes.ts";

/** Store epochs that a room remembers as over. */
const maxPastEpochs = 8;

/** One peer's stay on this pod, as its room sees it. */
export interface Seat {
  readonly peerId: PeerId;
  readonly generation: number;
  readonly epoch: Epoch;
  send(frame: string, type: ServerMessage["type"]): void;
  /** The store holds this stay no more: the connection is closed with `reason`. */
  dismiss(reason: CloseReason): void;
}

type RoomMetrics = Pick<SignalMetrics, "changed" | "departed">;

export interface RoomPorts {
  readonly pod: PodId;
  readonly bus: Bus;
  readonly metrics: RoomMetrics;
}

/** This pod's share of a call: the peers connected here, and the newest roster of all. */
export class Room {
  readonly callId: CallId;
  readonly #pod: PodId;
  readonly #bus: Bus;
  readonly #metrics: RoomMetrics;
  readonly #seats = new Map<PeerId, Seat>();
  #members = new Map<PeerId, Member>();
  #roster: Roster | undefined;
  #pastEpochs: readonly string[] = [];

  constructor(callId: CallId, { pod, bus, metrics }: RoomPorts) {
    this.callId = callId;
    this.#pod = pod;
    this.#bus = bus;
    this.#metrics = metrics;
  }

  get roster(): Roster | undefined {
    return this.#roster;
  }

  get seats(): readonly Seat[] {
    return [...this.#seats.values()];
  }

  /** How the call stands if this pod holds its first connected peer, so that of all pods one speaks for it. */
  get state(): CallState | undefined {
    const connected = this.#roster?.members.filter(({ away }) => !away) ?? [];
    if (connected[0]?.pod !== this.#pod) return undefined;
    return connected.length > 1 ? "together" : "waiting";
  }

  seat(peerId: PeerId): Seat | undefined {
    return this.#seats.get(peerId);
  }

  /** Takes a newer roster: dismisses seats that it does not hold, and tells the others each difference once. */
  apply(next: Roster): void {
    const known = this.#roster;
    if (!replaces(next, known) || this.#pastEpochs.includes(next.storeEpoch)) return;
    this.#roster = next;
    this.#members = new Map(next.members.map((member) => [member.peerId, member]));
    for (const seat of this.#seats.values()) this.#dismissUnlessHeld(seat, next);
    if (known === undefined || known.storeEpoch === next.storeEpoch) this.#tellChanges(rosterChanges(known, next), next.revision);
    else this.#tellAnew(known, next);
  }

  /** Takes the store's answer about this pod's own seats: whom it does not hold is asked to come back, unless newer is known. */
  settle(roster: Roster): void {
    this.apply(roster);
    if (this.#roster?.storeEpoch !== roster.storeEpoch || this.#roster.revision !== roster.revision) return;
    for (const seat of this.#seats.values()) this.#dismissUnlessHeld(seat, roster);
  }

  take(seat: Seat): void {
    this.#seats.set(seat.peerId, seat);
  }

  /** `false` when the seat was dismissed or replaced before. */
  release(seat: Seat): boolean {
    return this.#seats.get(seat.peerId) === seat && this.#seats.delete(seat.peerId);
  }

  dismissAll(reason: CloseReason): void {
    for (const seat of this.#seats.values()) this.#dismiss(seat, reason);
  }

  /** Hands a frame on towards its receiver, named by the span that forwards it; `undefined` when there is none that is connected. */
  forward(from: PeerId, to: PeerId, frame: string, traceparent?: Traceparent): "local" | "remote" | undefined {
    const member = this.#members.get(to);
    if (member === undefined || member.away || to === from) return undefined;
    if (member.pod === this.#pod) return this.#sendLocally(to, frame);
    this.#bus.send(member.pod, {
      type: "frame",
      callId: this.callId,
      to,
      generation: member.generation,
      from,
      fromPod: this.#pod,
      frame,
      ...(traceparent && { traceparent }),
    } satisfies Envelope);
    return "remote";
  }

  #sendLocally(to: PeerId, frame: string): "local" | undefined {
    const seat = this.#seats.get(to);
    seat?.send(frame, "signal");
    return seat === undefined ? undefined : "local";
  }

  #dismissUnlessHeld(seat: Seat, roster: Roster): void {
    const member = this.#members.get(seat.peerId);
    if (member?.generation === seat.generation) return;
    this.#dismiss(seat, dismissal(seat, member, roster));
  }

  #dismiss(seat: Seat, reason: CloseReason): void {
    if (reason === closeReasons.kicked) this.#metrics.departed("kicked");
    if (reason === closeReasons.ended) this.#metrics.departed("ended");
    this.#seats.delete(seat.peerId);
    seat.dismiss(reason);
  }

  #tellChanges(changes: readonly RosterChange[], revision: number): void {
    for (const change of changes) {
      this.#metrics.changed(change.type);
      const message = toMessage(change, revision);
      const frame = JSON.stringify(message);
      for (const seat of this.#seats.values()) {
        if (change.type === "updated" || seat.peerId !== change.member.peerId) seat.send(frame, message.type);
      }
    }
  }

  /** The store lost everything and begins a new epoch: everybody gets the whole roster, and what is late of the old one is ignored. */
  #tellAnew({ storeEpoch }: Roster, next: Roster): void {
    this.#pastEpochs = [...this.#pastEpochs.slice(1 - maxPastEpochs), storeEpoch];
    for (const seat of this.#seats.values()) {
      const message: ServerMessage = { type: "roster", ...viewFor(seat.peerId, next) };
      seat.send(JSON.stringify(message), message.type);
    }
  }
}

function dismissal(seat: Seat, member: Member | undefined, { status, departures }: Roster): CloseReason {
  if (member !== undefined) return member.epoch === seat.epoch ? closeReasons.resumed : closeReasons.replaced;
  if (status === "ended") return closeReasons.ended;
  const reason = departures.findLast(({ peerId }) => peerId === seat.peerId)?.reason ?? "lost";
  return { left: closeReasons.left, kicked: closeReasons.kicked, ended: closeReasons.ended, lost: closeReasons.notRestored }[reason];
}

function toMessage(change: RosterChange, revision: number): ServerMessage {
  const { peerId, name, state } = change.member;
  switch (change.type) {
    case "joined":
      return { type: "peer-joined", peer: toPeer(change.member), revision };
    case "back":
      return { type: "peer-back", peer: toPeer(change.member), revision };
    case "left":
      return { type: "peer-left", peerId, reason: change.reason, revision };
    case "away":
      return { type: "peer-away", peerId, revision };
    case "updated":
      return { type: "peer-updated", peerId, name, state, revision };
    default:
      return change satisfies never;
  }
}
