import type { CallId, CallStatus, Instance, LeaveReason, PeerId } from "@tgcall/protocol";
import type { Bus } from "./bus.ts";
import type { NewCall } from "./call-store.ts";
import { ExpiringMap } from "./expiring-map.ts";
import type { Departure, Member, PodId, Roster, Stay } from "./roster.ts";

const rememberedDepartures = 8;

/** A membership in memory: what others see, and what only the store knows. */
export interface HeldMember {
  readonly member: Member;
  readonly instance: Instance | undefined;
  readonly leaseEndsAtMs: number;
}

/** A call in memory. */
export interface HeldCall extends NewCall {
  readonly storeEpoch: string;
  readonly members: Map<PeerId, HeldMember>;
  readonly departures: Departure[];
  readonly kicked: Set<PeerId>;
  /** Burnt tickets: by which instance, and when. */
  readonly tickets: ExpiringMap<string, { readonly instance: Instance | undefined; readonly burntAtMs: number }>;
  status: CallStatus;
  updatedAtMs: number;
  revision: number;
  generation: number;
}

/** The calls of one process, and the one way to change them. */
export class MemoryCalls {
  readonly now: () => number;
  readonly #calls: ExpiringMap<CallId, HeldCall>;
  readonly #bus: Bus;

  constructor(bus: Bus, now: () => number) {
    this.now = now;
    this.#bus = bus;
    this.#calls = new ExpiringMap(now);
  }

  create(call: NewCall, storeEpoch: string): void {
    if (this.#calls.get(call.callId) !== undefined) return;
    const held: HeldCall = {
      ...call,
      storeEpoch,
      members: new Map(),
      departures: [],
      kicked: new Set(),
      tickets: new ExpiringMap(this.now),
      status: "created",
      updatedAtMs: this.now(),
      revision: 0,
      generation: 0,
    };
    this.#calls.set(call.callId, held, call.expiresAtMs);
  }

  find(callId: CallId): HeldCall | undefined {
    return this.#calls.get(callId);
  }

  /** The call with the member, if this stay of it is the stored one: a stale pod's write finds nothing. */
  findStay({ callId, peerId, generation }: Stay): { readonly call: HeldCall; readonly held: HeldMember } | undefined {
    const call = this.find(callId);
    const held = call?.members.get(peerId);
    return call !== undefined && held?.member.generation === generation ? { call, held } : undefined;
  }

  all(): Iterable<HeldCall> {
    return this.#calls.values();
  }

  /** Makes the edit one revision, and tells every pod that holds or held a member, but not the one that acts. */
  change(call: HeldCall, actingPod: PodId | undefined, edit: () => void): Roster {
    const podsBefore = podsOf(call);
    call.revision += 1;
    call.updatedAtMs = this.now();
    edit();
    const roster = describe(call);
    for (const pod of new Set([...podsBefore, ...podsOf(call)])) if (pod !== actingPod) this.#bus.send(pod, { type: "roster", roster });
    return roster;
  }
}

const podsOf = (call: HeldCall): readonly PodId[] => [...call.members.values()].map(({ member }) => member.pod);

/** Ends a membership; to be called inside `change`. */
export function remove(call: HeldCall, peerId: PeerId, reason: LeaveReason): void {
  call.members.delete(peerId);
  call.departures.push({ peerId, reason, revision: call.revision });
  if (call.departures.length > rememberedDepartures) call.departures.shift();
}

/** The roster as it stands, members in the order of their ids. */
export function describe(call: HeldCall): Roster {
  const { callId, storeEpoch, revision, status, expiresAtMs } = call;
  const members = peerIdsOf(call).flatMap((peerId) => call.members.get(peerId)?.member ?? []);
  return { callId, storeEpoch, revision, status, expiresAtMs, members, departures: [...call.departures] };
}

export const peerIdsOf = (call: HeldCall): PeerId[] => [...call.members.keys()].sort();
