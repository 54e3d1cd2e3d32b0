import { initialPeerState } from "@tgcall/protocol";
import type { HeldCall, MemoryCalls } from "./memory-calls.ts";
import type { Admission, JoinResult, Refusal } from "./roster.ts";
import type { StoreDurations } from "./store-durations.ts";

/** Admits a peer or says why not; the twin of `lua/join.lua`. */
export function joinMemoryCall(calls: MemoryCalls, durations: StoreDurations, admission: Admission): JoinResult {
  const now = calls.now();
  const call = calls.find(admission.callId);
  if (call === undefined) return { outcome: "call_not_found" };
  const refusal = refuse(call, durations, admission, now);
  if (refusal !== undefined) return { outcome: refusal };

  const { peerId, role, name, instance, pod, proposedEpoch, ticketId } = admission;
  if (call.tickets.get(ticketId) === undefined) call.tickets.set(ticketId, { instance, burntAtMs: now }, now + durations.ticketBurntMs);

  const held = call.members.get(peerId);
  const kept = held !== undefined && instance !== undefined && held.member.instance === instance ? held.member : undefined;
  const { epoch } = kept ?? { epoch: proposedEpoch };
  const generation = Math.max(call.generation + 1, now);
  const shown = { name: kept?.name ?? name, state: kept?.state ?? initialPeerState };
  const member = { peerId, role, ...shown, epoch, away: false, pod, generation, ...(instance === undefined ? {} : { instance }) };

  const roster = calls.change(call, pod, () => {
    call.generation = generation;
    call.status = "active";
    call.members.set(peerId, { member, leaseEndsAtMs: now + durations.leaseMs });
  });
  return { outcome: "admitted", roster, generation, epoch, resumed: kept !== undefined, wasMember: held !== undefined };
}

function refuse(call: HeldCall, durations: StoreDurations, admission: Admission, now: number): Refusal | undefined {
  const { peerId, instance, ticketId } = admission;
  if (call.status === "ended") return "call_ended";
  if (call.kicked.has(peerId)) return "kicked";

  const burnt = call.tickets.get(ticketId);
  const isReplay = instance !== undefined && burnt?.instance === instance && now - burnt.burntAtMs <= durations.ticketReplayMs;
  if (burnt !== undefined && !isReplay) return "sig_used";

  const isFull = call.members.size >= call.maxPeers && !call.members.has(peerId);
  return isFull ? "call_full" : undefined;
}
