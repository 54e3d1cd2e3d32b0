import { describe, expect, test } from "vitest";
import type { Member, Roster } from "./roster.ts";
import { joinedAfter, openCall, peerIds } from "./testing/memories.ts";
import { admitted, again } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

/** How every store takes back what it lost (docs/protocol.md, section STO). */
export function restoreContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of restoring`, () => {
    test("[STO-41] a lost call is put back whole from a pod's memory, under a new store epoch", async () => {
      await using world = await open();
      const { callId, join, first, second, pod } = await openCall(world);
      const gone = await join();
      await world.stores.rosters.leave(gone.stay);
      const kicked = await join();
      await world.stores.rosters.kick(callId, kicked.admission.peerId);
      await world.stores.rosters.update(first.stay, { name: "Grace 🎈", state: { camera: true } });
      const memory = await world.stores.rosters.drop(second.stay);
      if (memory === undefined) throw new Error("nothing to remember");
      const call = await world.stores.calls.read(callId);
      await world.lose();

      const restored = await world.stores.rosters.restore(memory, pod);

      expect(restored).toEqual({ ...memory, storeEpoch: expect.stringMatching(/^\S{16}$/), revision: memory.revision + 1 });
      expect(restored?.storeEpoch).not.toBe(memory.storeEpoch);
      await expect(world.others.rosters.read(callId)).resolves.toEqual(restored);
      await expect(world.others.calls.read(callId)).resolves.toEqual({ ...call, updatedAtMs: expect.any(Number) });
      await expect(world.others.rosters.join(again(kicked.admission))).resolves.toEqual({ outcome: "kicked" });
    });

    test("[STO-41] who was put back resumes, renews, drops and leaves as before", async () => {
      await using world = await open();
      const { callId, first, second, roster, pod } = await openCall(world);
      await world.lose();
      const { rosters } = world.stores;
      const restored = await rosters.restore(roster, pod);

      const renewal = await rosters.renew(callId, [first.stay, second.stay]);
      const back = admitted(await rosters.join(again(first.admission)));
      const dropped = await rosters.drop({ ...first.stay, generation: back.generation });
      const left = await rosters.leave(second.stay);

      expect(renewal).toEqual({ revision: restored?.revision, storeEpoch: restored?.storeEpoch, lost: [] });
      expect(back).toMatchObject({ resumed: true, epoch: first.epoch });
      expect(back.generation).toBeGreaterThan(roster.generation);
      expect(dropped?.members.filter(({ away }) => away)).toHaveLength(1);
      expect(peerIds(left)).toEqual([first.admission.peerId]);
    });

    test("[STO-41] until then writes to a lost call change nothing", async () => {
      await using world = await open();
      const { callId, first, roster, pod } = await openCall(world);
      await world.lose();

      const { rosters } = world.stores;
      const answers = [rosters.renew(callId, [first.stay]), rosters.drop(first.stay), rosters.leave(first.stay), rosters.read(callId)];

      await expect(Promise.all(answers)).resolves.toEqual([undefined, undefined, undefined, undefined]);
      await expect(rosters.restore(roster, pod)).resolves.toMatchObject({ members: roster.members });
    });

    test("[STO-42] a store that rolled back takes back what it lost, under a new store epoch", async () => {
      await using world = await open();
      const { first, roster } = await openCall(world);
      const { memory, member } = joinedAfter(roster);

      const restored = await world.stores.rosters.restore(memory, member.pod);

      expect(restored).toEqual({ ...memory, storeEpoch: restored?.storeEpoch, revision: memory.revision + 1 });
      expect(restored?.storeEpoch).not.toBe(roster.storeEpoch);
      await expect(world.stores.rosters.renew(roster.callId, [first.stay, member])).resolves.toMatchObject({ lost: [] });
    });

    test("[STO-42] a store that rolled back and went on is known by its generations", async () => {
      await using world = await open();
      const { first, second, roster } = await openCall(world);
      const { memory, member } = joinedAfter(roster);
      for (const name of ["a", "b", "c"]) await world.stores.rosters.update(first.stay, { name });

      const restored = await world.stores.rosters.restore(memory, member.pod);

      expect(restored?.storeEpoch).not.toBe(roster.storeEpoch);
      expect(restored?.revision).toBe(roster.revision + 4);
      expect(peerIds(restored)).toEqual(
        [first, second]
          .map(({ admission }) => admission.peerId)
          .concat(member.peerId)
          .sort(),
      );
      expect(restored?.members.find(({ peerId }) => peerId === first.admission.peerId)?.name).toBe("c");
    });

    test("[STO-42] what members showed last is known best by their own pods", async () => {
      await using world = await open();
      const { first, second, roster, pod } = await openCall(world);
      const show = (name: string, away: boolean) => (member: Member) => ({ ...member, name, away });
      await world.stores.rosters.drop(second.stay);
      const memory = { ...roster, revision: roster.revision + 9, members: roster.members.map(show("Grace", false)) };

      const byFirst = await world.stores.rosters.restore(memory, pod);
      const bySecond = await world.others.rosters.restore(memory, second.admission.pod);

      const shown = (from: Roster | undefined) =>
        [first, second].map(({ admission }) => from?.members.find(({ peerId }) => peerId === admission.peerId)).map((each) => each?.name);
      expect(shown(byFirst)).toEqual(["Grace", "Ada"]);
      expect(shown(bySecond)).toEqual(["Grace", "Grace"]);
      expect(bySecond?.members.filter(({ away }) => away)).toMatchObject([{ peerId: second.admission.peerId }]);
    });
  });
}
