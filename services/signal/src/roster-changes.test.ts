import type { Epoch, PeerId } from "@tgcall/protocol";
import { initialPeerState } from "@tgcall/protocol";
import type { Departure, Member, PodId, Roster } from "@tgcall/store";
import { expect, test } from "vitest";
import { replaces, rosterChanges } from "./roster-changes.ts";

const member = (peerId: string, change: Partial<Member> = {}): Member => ({
  peerId: peerId as PeerId,
  role: "participant",
  name: "",
  epoch: "e1" as Epoch,
  state: initialPeerState,
  away: false,
  pod: "pod" as PodId,
  generation: 1,
  ...change,
});

const roster = (revision: number, members: readonly Member[], departures: readonly Departure[] = [], storeEpoch = "s"): Roster => ({
  callId: "c".repeat(20) as Roster["callId"],
  storeEpoch,
  revision,
  status: "active",
  createdAtMs: 0,
  expiresAtMs: 0,
  initiator: "test",
  maxPeers: 8,
  relayOnly: false,
  generation: 1,
  kicked: [],
  members,
  departures,
});

const departure = (peerId: string, reason: Departure["reason"], revision: number): Departure => ({
  peerId: peerId as PeerId,
  reason,
  revision,
});

const summary = (known: Roster | undefined, next: Roster): string[] =>
  rosterChanges(known, next).map((change) => `${change.type} ${change.member.peerId}${change.type === "left" ? ` ${change.reason}` : ""}`);

test("[SIG-20] each difference is told once, departures first", () => {
  const known = roster(3, [member("a"), member("b"), member("c")]);
  const next = roster(7, [member("a", { away: true }), member("c", { name: "Cy" }), member("d")], [departure("b", "kicked", 5)]);

  expect(summary(known, next)).toEqual(["left b kicked", "away a", "updated c", "joined d"]);
});

test("[SIG-20] who left and joined again in between has done both", () => {
  const known = roster(3, [member("a")]);
  const next = roster(5, [member("a", { generation: 2, epoch: "e2" as Epoch })], [departure("a", "left", 4)]);

  expect(summary(known, next)).toEqual(["left a left", "joined a"]);
});

test("[SIG-20] a departure that was told before is not told again", () => {
  const known = roster(5, [member("a")], [departure("a", "left", 4)]);
  const next = roster(6, [member("a", { name: "Ada" })], [departure("a", "left", 4)]);

  expect(summary(known, next)).toEqual(["updated a"]);
});

test("[SIG-20] a new stay of a member is told as back, whether it was seen away or not", () => {
  const back = roster(6, [member("a", { generation: 2 })]);

  expect(summary(roster(5, [member("a", { away: true })]), back)).toEqual(["back a"]);
  expect(summary(roster(4, [member("a")]), back)).toEqual(["back a"]);
});

test("[SIG-20] a member that vanished without a remembered departure is lost", () => {
  expect(summary(roster(5, [member("a")]), roster(20, []))).toEqual(["left a lost"]);
});

test("[SIG-21] a roster replaces an earlier revision and any of another store epoch, nothing else", () => {
  expect(replaces(roster(2, []), undefined)).toBe(true);
  expect(replaces(roster(2, []), roster(1, []))).toBe(true);
  expect(replaces(roster(1, []), roster(1, []))).toBe(false);
  expect(replaces(roster(1, []), roster(2, []))).toBe(false);
  expect(replaces(roster(1, [], [], "t"), roster(2, []))).toBe(true);
});
