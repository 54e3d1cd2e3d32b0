import { initialPeerState, type RosterView } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { alice, bob, carol, epoch, peerOf } from "../testing/samples.ts";
import { Roster, type RosterChange } from "./roster.ts";

const view = (revision: number, peers: RosterView["peers"], storeEpoch = "s1"): RosterView => ({ peers, revision, storeEpoch });
const withBob = (): Roster => {
  const roster = new Roster();
  roster.welcome(alice, view(5, [peerOf(bob)]));
  return roster;
};
const brief = (changes: readonly RosterChange[] | "gap"): unknown =>
  changes === "gap" ? changes : changes.map(({ type, peer }) => `${type} ${peer.name}`);

describe("the roster", () => {
  test("[CLI-11] the next revision is applied, an earlier one ignored, a later one is a gap that changes nothing", () => {
    const roster = withBob();

    const answers = [
      roster.apply({ type: "peer-joined", peer: peerOf(carol), revision: 4 }),
      roster.apply({ type: "peer-joined", peer: peerOf(carol), revision: 7 }),
      roster.apply({ type: "peer-joined", peer: peerOf(carol), revision: 6 }),
    ];

    expect(answers.map(brief)).toEqual([[], "gap", ["peer-joined c"]]);
    expect(roster.revision).toBe(6);
  });

  test("[CLI-11] several changes of one revision are all applied, and none twice", () => {
    const roster = withBob();
    const left = { type: "peer-left", peerId: bob, reason: "lost", revision: 6 } as const;
    const joined = { type: "peer-joined", peer: peerOf(carol), revision: 6 } as const;

    expect([left, joined, left, joined].map((message) => brief(roster.apply(message)))).toEqual([
      ["peer-left b"],
      ["peer-joined c"],
      [],
      [],
    ]);
  });

  test("[CLI-11] a full roster is reported as its differences, one for each peer", () => {
    const roster = new Roster();
    roster.welcome(alice, view(1, [peerOf(bob), peerOf(carol, { away: true })]));

    const changes = roster.replace(view(9, [peerOf(carol)]));

    expect(brief(changes)).toEqual(["peer-left b", "peer-back c"]);
    expect(changes[0]).toMatchObject({ reason: "lost" });
  });

  test("[CLI-11] an older full roster is ignored, but not under a new store epoch", () => {
    const roster = withBob();

    const answers = [roster.replace(view(4, [])), roster.replace(view(2, [peerOf(carol)], "s2"))];

    expect(answers.map(brief)).toEqual([[], ["peer-left b", "peer-joined c"]]);
    expect(roster.revision).toBe(2);
  });

  test("[CLI-11] a welcome is taken whatever was known", () => {
    const roster = withBob();

    expect(brief(roster.welcome(alice, view(3, [])))).toEqual(["peer-left b"]);
    expect(roster.revision).toBe(3);
  });

  test("[CLI-11] away, back and left are each told once", () => {
    const roster = withBob();

    const answers = [
      roster.apply({ type: "peer-away", peerId: bob, revision: 6 }),
      roster.replace(view(6, [peerOf(bob, { away: true })])),
      roster.apply({ type: "peer-back", peer: peerOf(bob), revision: 7 }),
      roster.apply({ type: "peer-left", peerId: bob, reason: "kicked", revision: 8 }),
      roster.apply({ type: "peer-left", peerId: bob, reason: "kicked", revision: 9 }),
    ];

    expect(answers.map(brief)).toEqual([["peer-away b"], [], ["peer-back b"], ["peer-left b"], []]);
    expect(answers[3]).toMatchObject([{ reason: "kicked" }]);
  });

  test("[CLI-11] a peer that lost its memory unseen is back", () => {
    const roster = withBob();

    expect(brief(roster.replace(view(8, [peerOf(bob, { epoch: epoch("b2") })])))).toEqual(["peer-back b"]);
  });

  test("a change of name or state is an update, of nothing is none", () => {
    const roster = withBob();

    const answers = [
      roster.apply({ type: "peer-updated", peerId: bob, name: "Bob", revision: 6 }),
      roster.apply({ type: "peer-updated", peerId: bob, state: { ...initialPeerState, hand: true }, revision: 7 }),
      roster.apply({ type: "peer-updated", peerId: bob, name: "Bob", revision: 8 }),
      roster.apply({ type: "peer-updated", peerId: carol, name: "Carol", revision: 9 }),
    ];

    expect(answers.map(brief)).toEqual([["peer-updated Bob"], ["peer-updated Bob"], [], []]);
    expect(roster.peers.get(bob)?.state.hand).toBe(true);
  });

  test("this peer itself is not in its roster, but counts its revisions", () => {
    const roster = new Roster();
    roster.welcome(alice, view(1, [peerOf(alice), peerOf(bob)]));

    expect(brief(roster.apply({ type: "peer-back", peer: peerOf(alice), revision: 2 }))).toEqual([]);
    expect([...roster.peers.keys()]).toEqual([bob]);
    expect(roster.revision).toBe(2);
  });
});
