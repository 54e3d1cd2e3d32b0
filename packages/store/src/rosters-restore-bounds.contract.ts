import { limits, type PeerId } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import type { PodId, Roster } from "./roster.ts";
import { joinedAfter, openCall, peerIds } from "./testing/memories.ts";
import { admitted, again, hourMs, minuteMs, newAdmission, newCall, newPodId } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

/** What holds for every restoration (docs/protocol.md, section STO). */
export function restoreBoundsContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of what restoring keeps`, () => {
    test("[STO-45] kicked ids are united: who is kicked is not put back, and goes if stored", async () => {
      await using world = await open();
      const { callId, first, second, join, roster } = await openCall(world);
      const third = await join();
      await world.stores.rosters.kick(callId, second.admission.peerId);

      const memory = { ...third.roster, kicked: [first.admission.peerId] };
      const restored = await world.others.rosters.restore(memory, third.admission.pod);
      const unchanged = await world.stores.rosters.restore(memory, third.admission.pod);

      const kicked = [first, second].map(({ admission }) => admission.peerId).sort();
      expect(restored).toMatchObject({ kicked, storeEpoch: roster.storeEpoch });
      expect(peerIds(restored)).toEqual([third.admission.peerId]);
      expect(restored?.departures.at(-1)).toMatchObject({ peerId: first.admission.peerId, reason: "kicked" });
      expect(unchanged).toEqual(restored);
      for (const { admission } of [first, second])
        await expect(world.stores.rosters.join(again(admission))).resolves.toEqual({ outcome: "kicked" });
      await world.lose();
      await expect(world.stores.rosters.restore(memory, third.admission.pod)).resolves.toMatchObject({ kicked: memory.kicked });
      expect(peerIds(await world.stores.rosters.read(callId))).not.toContain(first.admission.peerId);
    });

    test("[STO-45] a kick that the store forgot counts though its peer has left", async () => {
      await using world = await open();
      const { join, roster, pod } = await openCall(world);
      const third = await join();
      const left = await world.stores.rosters.leave(third.stay);

      const restored = await world.stores.rosters.restore({ ...roster, kicked: [third.admission.peerId] }, pod);

      expect(restored).toEqual({ ...left, revision: (left?.revision ?? 0) + 1, kicked: [third.admission.peerId] });
      await expect(world.stores.rosters.join(again(third.admission))).resolves.toEqual({ outcome: "kicked" });
    });

    test("[STO-46] a call that has ended stays ended, whatever a pod remembers", async () => {
      await using world = await open();
      const { callId, roster, pod } = await openCall(world);
      await world.stores.calls.end(callId);
      const ended = await world.stores.rosters.read(callId);
      if (ended === undefined) throw new Error("nothing to remember");

      const fromActive = await world.stores.rosters.restore({ ...roster, revision: 99 }, pod);
      await world.lose();
      await world.stores.rosters.restore({ ...roster, members: [], revision: ended.revision }, pod);
      const fromEnded = await world.stores.rosters.restore(ended, pod);
      const lateActive = await world.stores.rosters.restore(roster, pod);

      expect(fromActive).toEqual(ended);
      expect(fromEnded).toMatchObject({ status: "ended", members: [], revision: ended.revision + 2 });
      expect(lateActive).toEqual(fromEnded);
      await expect(world.stores.rosters.join(newAdmission(callId))).resolves.toEqual({ outcome: "call_ended" });
    });

    test("[STO-46] an end that the store forgot happens again", async () => {
      await using world = await open();
      const { callId, join, roster, pod } = await openCall(world);
      const departures = peerIds(roster).map((peerId) => ({ peerId, reason: "ended" as const, revision: roster.revision + 1 }));
      const memory = { ...roster, status: "ended" as const, revision: roster.revision + 1, members: [], departures };
      const late = await join();

      const restored = await world.stores.rosters.restore(memory, pod);

      expect(restored).toMatchObject({ status: "ended", members: [] });
      expect(restored?.departures).toContainEqual(expect.objectContaining({ peerId: late.admission.peerId, reason: "ended" }));
      await expect(world.stores.calls.read(callId)).resolves.toMatchObject({ status: "ended" });
    });

    test("[STO-46] a call whose life is over is not put back", async () => {
      await using world = await open();
      const pod = newPodId();
      const call = newCall({ expiresAtMs: Date.now() + minuteMs });
      await world.stores.calls.create(call);
      const { roster } = admitted(await world.stores.rosters.join(newAdmission(call.callId)));
      await world.lose();

      const memory = { ...roster, expiresAtMs: Date.now() - 1 };

      await expect(world.stores.rosters.restore(memory, pod)).resolves.toBeUndefined();
      await expect(world.stores.calls.read(call.callId)).resolves.toBeUndefined();
      await expect(world.stores.rosters.restore(roster, pod)).resolves.toMatchObject({ expiresAtMs: call.expiresAtMs });
      await world.pass(2 * hourMs);
      await expect(world.stores.rosters.read(call.callId)).resolves.toBeUndefined();
    });

    test("[STO-46] a call never holds more than its peers", async () => {
      await using world = await open();
      const { join, roster, pod } = await openCall(world);
      await join();
      const [early, late] = ["z".repeat(20) as PeerId, "0".repeat(20) as PeerId];
      const first = joinedAfter(roster, { peerId: early, generation: Date.now() + minuteMs });
      const { memory } = joinedAfter(first.memory, { peerId: late, generation: Date.now() + 2 * minuteMs });

      const full = await world.stores.rosters.restore(memory, pod);
      await world.lose();
      const rebuilt = await world.stores.rosters.restore(memory, pod);

      expect(full?.members).toHaveLength(3);
      expect(peerIds(rebuilt)).toEqual([...peerIds(roster), early].sort());
    });

    test("[STO-47] a restoration that changes nothing raises no revision, however many pods repeat it", async () => {
      await using world = await open();
      const { roster, second, pod } = await openCall(world);
      const untouched = await world.stores.rosters.restore(roster, pod);
      await world.lose();
      const restored = await world.stores.rosters.restore(roster, pod);

      const pods = [pod, second.admission.pod, newPodId()];
      const answers = await Promise.all(
        pods.flatMap((each) => [roster, restored ?? roster].map((m) => world.others.rosters.restore(m, each))),
      );

      expect(untouched).toEqual(roster);
      expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(restored)]));
    });

    test("[STO-47] a memory that is merely older changes nothing", async () => {
      await using world = await open();
      const { first, roster, pod } = await openCall(world);
      const stored = await world.stores.rosters.update(first.stay, { name: "Grace", state: { hand: true } });

      await expect(world.stores.rosters.restore(roster, pod)).resolves.toEqual(stored);
    });

    test("[STO-47] a restoration is one revision, and the other pods of the call hear of it", async () => {
      await using world = await open();
      const { first, roster, pod } = await openCall(world);
      await world.lose();
      const listen = async (each: PodId) => {
        const heard: Roster[] = [];
        await world.others.bus.open(each, (envelope) => {
          const isNews = envelope.type === "roster" && envelope.roster.revision > roster.revision;
          if (isNews) heard.push(envelope.roster);
        });
        return heard;
      };
      const here = await listen(pod);
      const there = await listen(roster.members.find(({ peerId }) => peerId !== first.admission.peerId)?.pod ?? pod);

      const restored = await world.stores.rosters.restore(roster, pod);
      await world.stores.rosters.restore(roster, pod);
      const updated = await world.stores.rosters.update(first.stay, { name: "Grace" });

      await expect.poll(() => there).toEqual([restored, updated]);
      expect(here).toEqual([]);
    });

    test("[STO-48] what was put back has a whole lease, and ends when nobody renews it", async () => {
      await using world = await open({ tickGapMs: limits.leaseMs * 2 });
      const { callId, first, second, roster, pod } = await openCall(world);
      await world.pass(limits.leaseMs - 5_000);
      await world.lose();
      await world.stores.reaper.reap();
      await world.stores.rosters.restore(roster, pod);

      await world.pass(limits.leaseMs - 5_000);
      const early = await world.stores.reaper.reap();
      await world.others.rosters.restore(roster, pod);
      await world.pass(6_000);
      const late = await world.stores.reaper.reap();

      expect(early).toEqual([]);
      expect(late).toMatchObject([{ callId, departures: [{ peerId: second.admission.peerId, reason: "lost" }] }]);
      expect(peerIds(late[0])).toEqual([first.admission.peerId]);
    });

    test("[STO-48] a restoration does not prolong the grace of who is away", async () => {
      await using world = await open({ tickGapMs: limits.leaseMs * 2 });
      const { first, pod } = await openCall(world);
      await world.stores.reaper.reap();
      const memory = await world.stores.rosters.drop(first.stay);
      if (memory === undefined) throw new Error("nothing to remember");
      await world.pass(limits.leaseMs - 1_000);
      await world.stores.rosters.restore(memory, pod);
      await world.pass(2_000);

      const reaped = await world.stores.reaper.reap();

      expect(reaped[0]?.departures).toContainEqual(expect.objectContaining({ peerId: first.admission.peerId, reason: "lost" }));
    });
  });
}
