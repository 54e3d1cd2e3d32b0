import type { PeerId } from "@tgcall/protocol";
import type { Member, Roster } from "../roster.ts";
import { admitted, createCall, newAdmission, newPeerId, newPodId, stayOf } from "./samples.ts";
import type { StoreWorld } from "./store-world.ts";

/** A call for three with two members, the first on `pod`, and how to go on with it. */
export async function openCall(world: StoreWorld) {
  const pod = newPodId();
  const callId = await createCall(world.stores, { maxPeers: 3, initiator: 'Ада "/\\ 🎈', relayOnly: true });
  const join = async (change: Parameters<typeof newAdmission>[1] = {}) => {
    const admission = newAdmission(callId, change);
    const result = admitted(await world.stores.rosters.join(admission));
    return { ...result, admission, stay: stayOf(admission, result) };
  };
  const [first, second] = [await join({ pod }), await join()];
  return { callId, pod, join, first, second, roster: second.roster };
}

/** Who is in a roster. */
export const peerIds = (roster: Roster | undefined): readonly PeerId[] => (roster?.members ?? []).map(({ peerId }) => peerId);

/** The roster with these members alone, in its order. */
export const withMembers = (roster: Roster, ...members: readonly Member[]): Roster => ({
  ...roster,
  members: members.toSorted((one, other) => (one.peerId < other.peerId ? -1 : 1)),
});

/** What a pod would remember had `member` joined in writes that the store lost since. */
export function joinedAfter(roster: Roster, change: Partial<Member> = {}): { readonly memory: Roster; readonly member: Member } {
  const [someone] = roster.members;
  if (someone === undefined) throw new Error("the roster is empty");
  const generation = Math.max(roster.generation + 1, Date.now());
  const member = { ...someone, peerId: newPeerId(), pod: newPodId(), generation, ...change };
  const others = roster.members.filter(({ peerId }) => peerId !== member.peerId);
  return { memory: { ...withMembers(roster, ...others, member), revision: roster.revision + 1, generation }, member };
}
