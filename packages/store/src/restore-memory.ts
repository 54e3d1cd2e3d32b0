import { isDeepStrictEqual } from "node:util";
import type { LeaveReason, PeerId } from "@tgcall/protocol";
import { describe, type HeldCall, type MemoryCalls, peerIdsOf, remove } from "./memory-calls.ts";
import type { Member, PodId, Roster } from "./roster.ts";
import type { StoreDurations } from "./store-durations.ts";
import { newStoreEpoch } from "./store-epoch.ts";

/** Puts back what a pod remembers of a call; the twin of `lua/restore.lua`. */
export function restoreMemoryCall(calls: MemoryCalls, { leaseMs }: StoreDurations, memory: Roster, pod: PodId): Roster | undefined {
  const now = calls.now();
  if (now >= memory.expiresAtMs) return undefined;
  const stored = calls.find(memory.callId);
  if (stored?.status === "ended") return describe(stored);

  const call = stored ?? calls.create(memory, newStoreEpoch());
  const findings = compare(call, memory, pod, stored === undefined);
  if (isChange(findings)) commit(calls, call, memory, pod, findings);
  for (const { peerId, generation } of [...findings.seated, ...memory.members.filter((member) => member.pod === pod)]) {
    const held = calls.findStay({ callId: call.callId, peerId, generation })?.held;
    const isRenewed = held !== undefined && (!held.member.away || findings.seated.includes(held.member));
    if (isRenewed) call.members.set(peerId, { ...held, leaseEndsAtMs: now + leaseMs });
  }
  return describe(call);
}

/** What a memory knows that the stored call does not say. */
interface Findings {
  readonly isNewEpoch: boolean;
  readonly isEnd: boolean;
  readonly isLaterGeneration: boolean;
  readonly kicked: readonly PeerId[];
  readonly over: readonly (readonly [PeerId, LeaveReason])[];
  readonly seated: readonly Member[];
  readonly corrected: readonly Member[];
}

const isChange = (findings: Findings): boolean =>
  Object.values(findings).some((finding: boolean | readonly unknown[]) => (typeof finding === "boolean" ? finding : finding.length > 0));

function compare(call: HeldCall, memory: Roster, pod: PodId, isLost: boolean): Findings {
  const isEarlier = call.revision < memory.revision || call.generation < memory.generation;
  const isNewEpoch = isLost || (call.storeEpoch === memory.storeEpoch && isEarlier);
  const isOtherHistory = isNewEpoch || call.storeEpoch !== memory.storeEpoch;
  const isEnd = memory.status === "ended";
  const over = staysOver(call, memory);

  const isOver = new Set(over.map(([peerId]) => peerId));
  const staying = new Map([...call.members].flatMap(([peerId, { member }]) => (isOver.has(peerId) ? [] : [[peerId, member] as const])));
  return {
    isNewEpoch,
    isEnd,
    isLaterGeneration: call.generation < memory.generation,
    kicked: memory.kicked.filter((peerId) => !call.kicked.has(peerId)),
    over,
    seated: membersToSeat(call, memory, staying),
    corrected: isOtherHistory ? membersToCorrect(memory, pod, staying) : [],
  };
}

/** Stored stays that have ended. */
function staysOver(call: HeldCall, memory: Roster): readonly (readonly [PeerId, LeaveReason])[] {
  const isEnd = memory.status === "ended";
  const reasonOf = (peerId: PeerId): LeaveReason =>
    memory.departures.findLast((departure) => departure.peerId === peerId)?.reason ?? (isEnd ? "ended" : "lost");

  return peerIdsOf(call).flatMap((peerId) => {
    if (isKicked(call, memory, peerId)) return [[peerId, "kicked"] as const];
    const isKnown = (call.members.get(peerId)?.member.generation ?? 0) <= memory.generation;
    const hasEnded = isKnown && !memory.members.some((member) => member.peerId === peerId);
    return isEnd || hasEnded ? [[peerId, reasonOf(peerId)] as const] : [];
  });
}

/** Remembered stays that are later than the peer's stored one, or that the store has not come to know. */
function membersToSeat(call: HeldCall, memory: Roster, staying: ReadonlyMap<PeerId, Member>): readonly Member[] {
  const later = memory.members.filter(({ peerId, generation }) => generation > (staying.get(peerId)?.generation ?? generation));
  const unknown = memory.members
    .filter(({ peerId, generation }) => !staying.has(peerId) && generation > call.generation && !isKicked(call, memory, peerId))
    .toSorted((one, other) => one.generation - other.generation);
  return [...later, ...unknown.slice(0, Math.max(0, call.maxPeers - staying.size))];
}

/** Of an equal stay its own pod knows better what it shows, unless the memory is merely older; a connection that dropped has not come back. */
const membersToCorrect = (memory: Roster, pod: PodId, staying: ReadonlyMap<PeerId, Member>): readonly Member[] =>
  memory.members.flatMap((given) => {
    const stored = staying.get(given.peerId);
    if (given.pod !== pod || stored?.generation !== given.generation) return [];
    const corrected = { ...given, away: given.away || stored.away };
    return isDeepStrictEqual(corrected, stored) ? [] : [corrected];
  });

const isKicked = (call: HeldCall, memory: Roster, peerId: PeerId): boolean => call.kicked.has(peerId) || memory.kicked.includes(peerId);

function commit(calls: MemoryCalls, call: HeldCall, memory: Roster, pod: PodId, findings: Findings): void {
  if (findings.isNewEpoch) {
    call.storeEpoch = newStoreEpoch();
    call.revision = Math.max(call.revision, memory.revision);
    call.departures = memory.departures;
  }
  calls.change(call, pod, () => {
    call.generation = Math.max(call.generation, memory.generation);
    call.status = findings.isEnd ? "ended" : "active";
    for (const peerId of findings.kicked) call.kicked.add(peerId);
    for (const [peerId, reason] of findings.over) remove(call, peerId, reason);
    for (const member of [...findings.seated, ...findings.corrected]) {
      const { leaseEndsAtMs } = call.members.get(member.peerId) ?? { leaseEndsAtMs: 0 };
      call.members.set(member.peerId, { member, leaseEndsAtMs });
    }
  });
}
