import type { LeaveReason, Peer, PeerId, RosterView } from "@tgcall/protocol";
import type { Member, Roster } from "@tgcall/store";

/** One difference between two rosters of a call. */
export type RosterChange =
  | { readonly type: "joined"; readonly member: Member }
  | { readonly type: "left"; readonly member: Member; readonly reason: LeaveReason }
  | { readonly type: "away"; readonly member: Member }
  | { readonly type: "back"; readonly member: Member }
  | { readonly type: "updated"; readonly member: Member };

type Version = Pick<Roster, "storeEpoch" | "revision">;

/** Whether `next` replaces `known`: a later revision, or the first roster after the store lost everything. */
export const replaces = (next: Version, known: Version | undefined): boolean =>
  known === undefined || next.storeEpoch !== known.storeEpoch || next.revision > known.revision;

/**
 * What happened between two rosters, departures first. Every difference is reported once however many revisions lie between;
 * who left and joined again in between has done both.
 */
export function rosterChanges(known: Roster | undefined, next: Roster): RosterChange[] {
  const before = new Map((known?.members ?? []).map((member) => [member.peerId, member]));
  const after = new Map(next.members.map((member) => [member.peerId, member]));
  const departedSince = new Map(
    next.departures.filter(({ revision }) => revision > (known?.revision ?? 0)).map(({ peerId, reason }) => [peerId, reason]),
  );
  const hasLeft = (member: Member): boolean => !after.has(member.peerId) || departedSince.has(member.peerId);

  const left = [...before.values()]
    .filter(hasLeft)
    .map((member): RosterChange => ({ type: "left", member, reason: departedSince.get(member.peerId) ?? "lost" }));
  const others = next.members.flatMap((member): RosterChange[] => {
    const earlier = before.get(member.peerId);
    return earlier === undefined || hasLeft(earlier) ? [{ type: "joined", member }] : stayed(earlier, member);
  });
  return [...left, ...others];
}

function stayed(earlier: Member, member: Member): RosterChange[] {
  if (member.away) return earlier.away && earlier.generation === member.generation ? [] : [{ type: "away", member }];
  if (earlier.away || earlier.generation !== member.generation) return [{ type: "back", member }];
  return shows(earlier) === shows(member) ? [] : [{ type: "updated", member }];
}

const shows = ({ name, state }: Member): string => JSON.stringify([name, state]);

/** A member as the other peers see it: where it is connected stays inside. */
export const toPeer = ({ peerId, role, name, epoch, state, away }: Member): Peer => ({ peerId, role, name, epoch, state, away });

/** The roster as one peer is told it: all the others. */
export const viewFor = (peerId: PeerId, { members, revision, storeEpoch }: Roster): RosterView => ({
  peers: members.filter((member) => member.peerId !== peerId).map(toPeer),
  revision,
  storeEpoch,
});
