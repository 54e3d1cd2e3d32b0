import { type CallId, closeReasons } from "@tgcall/protocol";
import type { Logger } from "@tgcall/runtime";
import type { Bus, Envelope, PodId, Roster, Rosters } from "@tgcall/store";
import type { SignalMetrics } from "./metrics.ts";
import type { CallState } from "./pod-gauges.ts";
import { Room } from "./room.ts";
import { replaces } from "./roster-changes.ts";
import type { Supervise } from "./supervise.ts";
import { undeliverable } from "./undeliverable.ts";

interface OpenRoom {
  readonly room: Room;
  /** Which tick of a round of renewals is this room's: spreads the writes. */
  readonly slot: number;
  holders: number;
}

/** Ticks in one round of renewals. */
export const renewalSlots = 20;

/** Ticks in a round that is hurried because one call was found lost: the others may be too. */
const hurriedSlots = 5;

type Frame = Extract<Envelope, { type: "frame" }>;

export interface RoomsPorts {
  readonly pod: PodId;
  readonly rosters: Rosters;
  readonly bus: Bus;
  readonly supervise: Supervise;
  readonly metrics: SignalMetrics;
  readonly log: Logger;
}

/** This pod's rooms: each is open while somebody holds it, and kept at the store's roster. */
export class Rooms {
  readonly #open = new Map<CallId, OpenRoom>();
  readonly #pod: PodId;
  readonly #rosters: Rosters;
  readonly #bus: Bus;
  readonly #supervise: Supervise;
  readonly #metrics: SignalMetrics;
  readonly #log: Logger;
  #opened = 0;
  #hurriedTicks = 0;

  constructor(ports: RoomsPorts) {
    this.#pod = ports.pod;
    this.#rosters = ports.rosters;
    this.#bus = ports.bus;
    this.#supervise = ports.supervise;
    this.#metrics = ports.metrics;
    this.#log = ports.log;
  }

  get size(): number {
    return this.#open.size;
  }

  count(state: CallState): number {
    return this.#sum(({ room }) => (room.state === state ? 1 : 0));
  }

  /** The call's room, held until `close`: opened before a peer is admitted, so that no roster passes it by. */
  open(callId: CallId): Room {
    const open = this.#open.get(callId) ?? {
      room: new Room(callId, { pod: this.#pod, bus: this.#bus, metrics: this.#metrics }),
      slot: this.#opened++ % renewalSlots,
      holders: 0,
    };
    open.holders += 1;
    this.#open.set(callId, open);
    return open.room;
  }

  close({ callId }: Room): void {
    const open = this.#open.get(callId);
    if (open === undefined) return;
    open.holders -= 1;
    if (open.holders === 0) this.#open.delete(callId);
  }

  /**
   * A roster from wherever: this pod's own writes, its reaper, or another pod. One of a store epoch that is news was restored by
   * a pod that may remember less than this one, which therefore adds what it knows before it believes.
   */
  apply(roster: Roster): void {
    const room = this.#find(roster.callId);
    if (room?.roster === undefined || room.roster.storeEpoch === roster.storeEpoch) room?.apply(roster);
    else this.#supervise("restore", this.restore(room));
  }

  /** What other pods sent to this pod's inbox. */
  deliver(envelope: Envelope, ageMs?: number): void {
    switch (envelope.type) {
      case "roster":
        this.apply(envelope.roster);
        break;
      case "frame":
        this.#deliverFrame(envelope, ageMs);
        break;
      case "undeliverable":
        this.#tellUndeliverable(envelope);
        break;
      default:
        envelope satisfies never;
    }
  }

  /** Renews the leases of one slot's rooms, or those of several slots while a round is hurried. */
  renew(slot: number): void {
    const round = this.#hurriedTicks > 0 ? hurriedSlots : renewalSlots;
    this.#hurriedTicks = Math.max(0, this.#hurriedTicks - 1);
    for (const { room, slot: own } of this.#open.values())
      if (own % round === slot % round) this.#supervise("renew", this.#renewRoom(room));
  }

  /** The store is back: every room finds out now what it has kept, not only when its turn comes. */
  renewAll(): void {
    for (const { room } of this.#open.values()) this.#supervise("renew", this.#renewRoom(room));
  }

  async #renewRoom(room: Room): Promise<void> {
    const stays = room.seats.map(({ peerId, generation }) => ({ peerId, generation }));
    const known = room.roster;
    if (stays.length === 0 || known === undefined) return;
    const renewal = await this.#counted("renewed", this.#rosters.renew(room.callId, stays));
    const isNews = renewal?.storeEpoch !== known.storeEpoch;
    const isMissing = renewal === undefined || isNews || renewal.lost.length > 0 || renewal.revision < known.revision;
    this.#metrics.renewed(isMissing ? "missing" : "kept");
    if (isMissing) await this.restore(room);
    else if (replaces(renewal, room.roster)) await this.#refresh(room);
  }

  /** The store may hold less than this pod remembers: it is told, and decides what comes back. */
  async restore(room: Room): Promise<void> {
    const { roster: memory } = room;
    if (memory === undefined) return;
    this.#hurriedTicks = hurriedSlots;
    const roster = await this.#counted("restored", this.#rosters.restore(memory, this.#pod));
    this.#metrics.restored(roster === undefined ? "over" : "restored");
    if (roster === undefined) room.dismissAll(closeReasons.ended);
    else {
      this.#log.info("call restored", { callId: room.callId });
      room.settle(roster);
    }
  }

  async #refresh(room: Room): Promise<void> {
    const roster = await this.#rosters.read(room.callId);
    if (roster !== undefined) room.apply(roster);
  }

  #deliverFrame({ callId, to, from, fromPod, frame }: Frame, ageMs: number | undefined): void {
    const seat = this.#find(callId)?.seat(to);
    if (seat === undefined) {
      this.#metrics.bounced();
      this.#bus.send(fromPod, { type: "undeliverable", callId, to: from, peerId: to });
      return;
    }
    seat.send(frame, "signal");
    if (ageMs !== undefined) this.#metrics.forwardTook("remote", ageMs);
  }

  #tellUndeliverable({ callId, to, peerId }: Extract<Envelope, { type: "undeliverable" }>): void {
    const room = this.#find(callId);
    if (room === undefined) return;
    room.seat(to)?.send(JSON.stringify(undeliverable(peerId)), "error");
    this.#supervise("refresh", this.#refresh(room));
  }

  /** The answer of the store; a failure is counted first. */
  async #counted<T>(metric: "renewed" | "restored", answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      this.#metrics[metric]("failed");
      throw error;
    }
  }

  #sum(count: (open: OpenRoom) => number): number {
    let sum = 0;
    for (const open of this.#open.values()) sum += count(open);
    return sum;
  }

  #find(callId: CallId): Room | undefined {
    return this.#open.get(callId)?.room;
  }
}
