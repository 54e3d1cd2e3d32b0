import { joinMemoryCall } from "./join-memory.ts";
import { describe, type HeldMember, type MemoryCalls, remove } from "./memory-calls.ts";
import { restoreMemoryCall } from "./restore-memory.ts";
import type { Roster, Rosters, Stay } from "./roster.ts";
import type { StoreDurations } from "./store-durations.ts";

/** Rosters in the memory of one process. */
export function createMemoryRosters(calls: MemoryCalls, durations: StoreDurations): Rosters {
  /** Replaces what the store holds of a stay. */
  const replace = (stay: Stay, edit: (held: HeldMember) => HeldMember): Roster | undefined => {
    const found = calls.findStay(stay);
    if (found === undefined) return undefined;
    const { call, held } = found;
    return calls.change(call, held.member.pod, () => call.members.set(stay.peerId, edit(held)));
  };

  return {
    join: async (admission) => joinMemoryCall(calls, durations, admission),
    restore: async (memory, pod) => restoreMemoryCall(calls, durations, memory, pod),

    async renew(callId, stays) {
      const call = calls.find(callId);
      if (call === undefined) return undefined;
      const leaseEndsAtMs = calls.now() + durations.leaseMs;
      const lost = stays.filter(({ peerId, generation }) => {
        const held = calls.findStay({ callId, peerId, generation })?.held;
        if (held !== undefined && !held.member.away) call.members.set(peerId, { ...held, leaseEndsAtMs });
        return held === undefined;
      });
      return { revision: call.revision, storeEpoch: call.storeEpoch, lost: lost.map(({ peerId }) => peerId) };
    },

    async drop(stay) {
      const found = calls.findStay(stay);
      if (found?.held.member.away) return describe(found.call);
      const leaseEndsAtMs = calls.now() + durations.leaseMs;
      return replace(stay, (held) => ({ ...held, member: { ...held.member, away: true }, leaseEndsAtMs }));
    },

    async leave(stay) {
      const found = calls.findStay(stay);
      if (found === undefined) return undefined;
      return calls.change(found.call, found.held.member.pod, () => remove(found.call, stay.peerId, "left"));
    },

    async update(stay, { name, state }) {
      return replace(stay, ({ member, ...held }) => ({
        ...held,
        member: { ...member, name: name ?? member.name, state: { ...member.state, ...state } },
      }));
    },

    async read(callId) {
      const call = calls.find(callId);
      return call && describe(call);
    },

    async kick(callId, peerId) {
      const call = calls.find(callId);
      if (call === undefined) return "call_not_found";
      if (call.kicked.has(peerId)) return "kicked";
      if (!call.members.has(peerId)) return "peer_not_found";
      call.kicked.add(peerId);
      calls.change(call, undefined, () => remove(call, peerId, "kicked"));
      return "kicked";
    },

    isKicked: async (callId, peerId) => calls.find(callId)?.kicked.has(peerId) ?? false,
  };
}
