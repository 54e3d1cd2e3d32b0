import type { CallId, CallStatus, Instance, LeaveReason, PeerId } from "@tgcall/protocol";
import type { Bus } from "./bus.ts";
import type { NewCall } from "./call-store.ts";
import { ExpiringMap } from "./expiring-map.ts";
import type { Departure, Member, PodId, Roster, Stay } from "./roster.ts";
import { rememberedDepartures, rememberedKicks } from "./roster-limits.ts";

/** A membership in memory: what a roster shows of it, and its lease. */
export interface HeldMember {
  readonly member: Member;
  readonly leaseEndsAtMs: number;
}

/** A call in memory. */
export interface HeldCall extends NewCall {
  readonly members: Map<PeerId, HeldMember>;
  readonly kicked: Set<PeerId>;
  /** Burnt tickets: by which instance, and when. */
  readonly tickets: ExpiringMap<string, { readonly instance: Instance | undefined; readonly burntAtMs: number }>;
  storeEpoch: string;
  departures: readonly Departure[];
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

  /** Begins the call unless its id is taken; answers the one that is stored. */
  create(call: NewCall, storeEpoch: string): HeldCall {
    const taken = this.#calls.get(call.callId);
    if (taken !== undefined) return taken;
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
    return held;
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
  call.departures = [...call.departures, { peerId, reason, revision: call.revision }].slice(-rememberedDepartures);
}

/** The roster as it stands, members in the order of their ids. */
export function describe(call: HeldCall): Roster {
  const { callId, storeEpoch, revision, generation, status, createdAtMs, expiresAtMs, initiator, maxPeers, relayOnly, departures } = call;
  const members = peerIdsOf(call).flatMap((peerId) => call.members.get(peerId)?.member ?? []);
  const kicked = [...call.kicked].sort().slice(0, rememberedKicks);
  const facts = { callId, status, createdAtMs, expiresAtMs, initiator, maxPeers, relayOnly };
  return { ...facts, storeEpoch, revision, generation, members, departures, kicked };
}

export const peerIdsOf = (call: HeldCall): PeerId[] => [...call.members.keys()].sort();
