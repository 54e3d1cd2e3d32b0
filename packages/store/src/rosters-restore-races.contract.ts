import { limits } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { joinedAfter, openCall, peerIds, withMembers } from "./testing/memories.ts";
import { admitted, again, minuteMs, newPodId } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

/** How every store tells later memories from earlier ones (docs/protocol.md, section STO). */
export function restoreRacesContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of restoring from several memories`, () => {
    test("[STO-43] two pods that restore at once with different memories agree on the later one, in any order", async () => {
      await using world = await open();
      const { first, second, join } = await openCall(world);
      const third = await join();
      const older = third.roster;
      const newer = await world.stores.rosters.leave(second.stay);
      const fourth = await join();
      if (newer === undefined) throw new Error("nothing to remember");
      const expected = [first, third, fourth].map(({ admission }) => admission.peerId).sort();

      for (const memories of [
        [older, fourth.roster],
        [fourth.roster, older],
        [older, newer, fourth.roster, older],
      ]) {
        await world.lose();
        const [one, other] = [world.stores.rosters, world.others.rosters];
        await Promise.all(memories.map((memory, i) => (i % 2 === 0 ? one : other).restore(memory, newPodId())));
        expect(peerIds(await one.read(older.callId))).toEqual(expected);
      }
    });

    test("[STO-43] a frozen pod that restores first gives way to the pod where its peer is now", async () => {
      await using world = await open();
      const { first, second, roster, pod } = await openCall(world);
      const moved = admitted(await world.stores.rosters.join(again(first.admission, { pod: newPodId() })));
      await world.stores.rosters.leave(second.stay);
      const truth = await world.stores.rosters.read(roster.callId);
      if (truth === undefined) throw new Error("nothing to remember");
      await world.lose();

      const early = await world.stores.rosters.restore(roster, pod);
      const late = await world.others.rosters.restore(truth, newPodId());
      const stale = await world.stores.rosters.restore(roster, pod);

      expect(peerIds(early)).toHaveLength(2);
      expect(late?.members).toMatchObject([{ peerId: first.admission.peerId, generation: moved.generation }]);
      expect(late?.departures.at(-1)).toEqual({ peerId: second.admission.peerId, reason: "left", revision: late?.revision });
      expect(stale).toEqual(late);
      await expect(world.stores.rosters.renew(roster.callId, [first.stay])).resolves.toMatchObject({ lost: [first.admission.peerId] });
    });

    test("[STO-43] a peer that came back between two restorations stays as it came", async () => {
      await using world = await open();
      const { first, roster, pod } = await openCall(world);
      await world.lose();
      await world.stores.rosters.restore(roster, newPodId());
      const back = admitted(await world.stores.rosters.join(again(first.admission, { pod: newPodId() })));

      const restored = await world.others.rosters.restore(roster, pod);

      expect(restored).toEqual(back.roster);
    });

    test("[STO-44] a stay that has ended is not brought back: left, reaped or replaced", async () => {
      await using world = await open({ tickGapMs: limits.leaseMs * 2 });
      const { first, second, join, roster, pod } = await openCall(world);
      const third = await join();
      await world.stores.reaper.reap();
      await world.stores.rosters.leave(second.stay);
      await world.pass(limits.leaseMs - minuteMs / 60);
      await world.stores.rosters.renew(roster.callId, [first.stay]);
      await world.pass(minuteMs / 30);
      await world.stores.reaper.reap();
      const { roster: stored } = admitted(await world.stores.rosters.join(again(first.admission)));

      const answers = [roster, third.roster].map((memory) => world.others.rosters.restore(memory, pod));

      await expect(Promise.all(answers)).resolves.toEqual([stored, stored]);
      expect(peerIds(stored)).toEqual([first.admission.peerId]);
    });

    test("[STO-44] a stay that came and went while the store's loss was unknown is not brought back", async () => {
      await using world = await open();
      const { join, roster, pod } = await openCall(world);
      const third = await join();
      const left = await world.stores.rosters.leave(third.stay);
      if (left === undefined) throw new Error("nothing to remember");
      await world.lose();

      await world.stores.rosters.restore(roster, pod);
      const latest = await world.others.rosters.restore(left, newPodId());
      const frozen = await world.stores.rosters.restore(third.roster, third.admission.pod);

      expect(peerIds(latest)).toEqual(peerIds(roster));
      expect(latest?.generation).toBe(left.generation);
      expect(frozen).toEqual(latest);
    });

    test("[STO-44] a stay whose end the store forgot goes, with its reason", async () => {
      await using world = await open();
      const { first, second, roster, pod } = await openCall(world);
      const revision = roster.revision + 1;
      const departures = [{ peerId: second.admission.peerId, reason: "left" as const, revision }];
      const remaining = roster.members.filter(({ peerId }) => peerId === first.admission.peerId);

      const restored = await world.stores.rosters.restore({ ...withMembers(roster, ...remaining), revision, departures }, pod);

      const again = { peerId: second.admission.peerId, reason: "left", revision: revision + 1 };
      expect(restored).toMatchObject({ revision: revision + 1, members: remaining, departures: [...departures, again] });
    });

    test("[STO-44] who joined the store that rolled back is not taken for one who left", async () => {
      await using world = await open();
      const { join, roster, pod } = await openCall(world);
      const { memory } = joinedAfter(roster, { generation: roster.generation + 1 });
      await world.pass(1);
      const between = await join();
      await expect.poll(async () => (await join(between.admission)).generation).toBeGreaterThan(memory.generation);

      const restored = await world.stores.rosters.restore(memory, pod);

      expect(peerIds(restored)).toEqual(peerIds(between.roster));
    });
  });
}
