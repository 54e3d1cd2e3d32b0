import { initialPeerState, limits } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import type { Admission } from "./roster.ts";
import { admitted, again, createCall, newAdmission, newCallId, newInstance, newPodId, stayOf } from "./testing/samples.ts";
import type { OpenWorld, StoreWorld } from "./testing/store-world.ts";

async function join(world: StoreWorld, admission: Admission) {
  const result = admitted(await world.stores.rosters.join(admission));
  return { ...result, stay: stayOf(admission, result) };
}

/** How every store keeps and ends memberships (docs/protocol.md, section STO). */
export function membershipContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of membership`, () => {
    test("[STO-21] a stay that was replaced changes nothing: no drop, no leaving, no update", async () => {
      await using world = await open();
      const admission = newAdmission(await createCall(world.stores));
      const old = await join(world, admission);
      const { roster } = await join(world, again(admission, { pod: newPodId() }));

      const { rosters } = world.others;
      const answers = [await rosters.drop(old.stay), await rosters.leave(old.stay), await rosters.update(old.stay, { name: "stale" })];

      expect(answers).toEqual([undefined, undefined, undefined]);
      await expect(rosters.read(admission.callId)).resolves.toEqual(roster);
    });

    test("[STO-21] a stay of a call that is gone changes nothing", async () => {
      await using world = await open();
      const stay = { ...newAdmission(newCallId()), generation: 1 };

      const { rosters } = world.stores;
      const answers = [
        rosters.drop(stay),
        rosters.leave(stay),
        rosters.update(stay, {}),
        rosters.read(stay.callId),
        rosters.renew(stay.callId, [stay]),
      ];

      await expect(Promise.all(answers)).resolves.toEqual(Array(5).fill(undefined));
    });

    test("[STO-22] a dropped member is away and keeps its place", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const { stay } = await join(world, newAdmission(callId));
      const { roster } = await join(world, newAdmission(callId));

      const dropped = await world.stores.rosters.drop(stay);
      const droppedAgain = await world.stores.rosters.drop(stay);
      const stranger = await world.stores.rosters.join(newAdmission(callId));

      expect(dropped?.revision).toBe(roster.revision + 1);
      expect(dropped?.members.find(({ peerId }) => peerId === stay.peerId)?.away).toBe(true);
      expect(dropped?.members.filter(({ away }) => away)).toHaveLength(1);
      expect(droppedAgain).toEqual(dropped);
      expect(stranger).toEqual({ outcome: "call_full" });
    });

    test("[STO-23] leaving ends the membership at once and makes room", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const { stay } = await join(world, newAdmission(callId));
      const { roster } = await join(world, newAdmission(callId));

      const left = await world.stores.rosters.leave(stay);
      const stranger = await world.others.rosters.join(newAdmission(callId));

      const revision = roster.revision + 1;
      expect(left).toMatchObject({ revision, departures: [{ peerId: stay.peerId, reason: "left", revision }] });
      expect(left?.members).toHaveLength(1);
      expect(stranger.outcome).toBe("admitted");
    });

    test("[STO-23] who left and comes back starts a new epoch, the same instance too", async () => {
      await using world = await open();
      const admission = newAdmission(await createCall(world.stores));
      const { stay, epoch } = await join(world, admission);
      await world.stores.rosters.leave(stay);

      const back = await join(world, again(admission));

      expect(back.resumed).toBe(false);
      expect(back.epoch).not.toBe(epoch);
    });

    test("[STO-24] an update changes what it names, and nothing else", async () => {
      await using world = await open();
      const { stay, roster } = await join(world, newAdmission(await createCall(world.stores)));

      const renamed = await world.stores.rosters.update(stay, { name: "Ада 🎈" });
      const shown = await world.others.rosters.update(stay, { state: { microphone: true, hand: true } });
      const lowered = await world.stores.rosters.update(stay, { name: "", state: { hand: false } });

      expect(renamed?.members).toEqual([{ ...roster.members[0], name: "Ада 🎈" }]);
      expect(shown?.members).toEqual([{ ...renamed?.members[0], state: { ...initialPeerState, microphone: true, hand: true } }]);
      expect(lowered?.members).toEqual([{ ...shown?.members[0], name: "", state: { ...initialPeerState, microphone: true } }]);
      expect([renamed, shown, lowered].map((each) => each?.revision)).toEqual([2, 3, 4]);
    });

    test("[STO-25] a renewal answers the revision and which stays are lost, and creates none", async () => {
      await using world = await open();
      const callId = await createCall(world.stores, { maxPeers: 3 });
      const [kept, replaced, gone] = [newAdmission(callId), newAdmission(callId), newAdmission(callId)];
      const stays = [await join(world, kept), await join(world, replaced), await join(world, gone)].map(({ stay }) => stay);
      await join(world, again(replaced, { instance: newInstance() }));
      const before = await world.stores.rosters.leave({ ...gone, generation: stays[2]?.generation ?? 0 });

      const renewal = await world.others.rosters.renew(callId, stays);

      const { revision, storeEpoch } = before ?? {};
      expect(renewal).toEqual({ revision, storeEpoch, lost: [replaced.peerId, gone.peerId] });
      await expect(world.stores.rosters.read(callId)).resolves.toEqual(before);
    });

    test("[STO-26] a roster remembers its last eight departures", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const peerIds: string[] = [];
      for (let i = 0; i < 10; i += 1) {
        const { stay } = await join(world, newAdmission(callId));
        peerIds.push(stay.peerId);
        await world.stores.rosters.leave(stay);
      }

      const roster = await world.stores.rosters.read(callId);

      const departures = peerIds.map((peerId, i) => ({ peerId, reason: "left", revision: 2 * i + 2 }));
      expect(roster?.departures).toEqual(departures.slice(2));
    });

    test("[STO-27] a membership ends when its lease has run out, and is renewed until then", async () => {
      await using world = await open({ tickGapMs: limits.leaseMs * 2 });
      const callId = await createCall(world.stores);
      const [renewed, silent] = [await join(world, newAdmission(callId)), await join(world, newAdmission(callId))];
      await world.stores.reaper.reap();
      await world.pass(limits.leaseMs - 1_000);
      await world.stores.rosters.renew(callId, [renewed.stay]);
      const early = await world.stores.reaper.reap();

      await world.pass(1_500);
      const late = await world.stores.reaper.reap();

      const revision = silent.roster.revision + 1;
      expect(early).toEqual([]);
      expect(late).toMatchObject([{ callId, revision, departures: [{ peerId: silent.stay.peerId, reason: "lost", revision }] }]);
      expect(late[0]?.members.map(({ peerId }) => peerId)).toEqual([renewed.stay.peerId]);
    });
  });
}
