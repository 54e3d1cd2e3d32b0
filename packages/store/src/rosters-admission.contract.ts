import { initialPeerState, limits } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import type { JoinResult } from "./roster.ts";
import {
  admitted,
  again,
  createCall,
  hourMs,
  minuteMs,
  newAdmission,
  newCall,
  newCallId,
  newInstance,
  newPodId,
  stayOf,
} from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

const outcomesOf = (results: readonly JoinResult[]): readonly string[] => results.map(({ outcome }) => outcome);

/** How every store admits peers (docs/protocol.md, section STO). */
export function admissionContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of admission`, () => {
    test.each([2, 8])("[STO-12] of 200 simultaneous joins of a call for %i exactly so many are admitted", async (maxPeers) => {
      await using world = await open();
      const callId = await createCall(world.stores, { maxPeers });

      const processes = [world.stores, world.others];
      const joins = Array.from({ length: 100 }, () => processes.map(({ rosters }) => rosters.join(newAdmission(callId))));
      const outcomes = outcomesOf(await Promise.all(joins.flat()));

      expect(outcomes.filter((outcome) => outcome === "admitted")).toHaveLength(maxPeers);
      expect(outcomes.filter((outcome) => outcome === "call_full")).toHaveLength(200 - maxPeers);
      const roster = await world.stores.rosters.read(callId);
      expect(roster?.members).toHaveLength(maxPeers);
    });

    test("[STO-13] an admission answers the roster with the new member", async () => {
      await using world = await open();
      const call = newCall();
      await world.stores.calls.create(call);
      const admission = newAdmission(call.callId, { role: "initiator", name: 'Ада "/\\ 🎈' });
      const { ticketId: _, callId, proposedEpoch, ...shown } = admission;

      const result = admitted(await world.stores.rosters.join(admission));

      const { generation } = result;
      const member = { ...shown, epoch: proposedEpoch, state: initialPeerState, away: false, generation };
      expect(result).toMatchObject({ epoch: proposedEpoch, resumed: false, wasMember: false });
      expect(result.roster).toEqual({
        ...call,
        storeEpoch: expect.stringMatching(/^\S{16}$/),
        revision: 1,
        generation,
        status: "active",
        members: [member],
        departures: [],
        kicked: [],
      });
      await expect(world.others.rosters.read(callId)).resolves.toEqual(result.roster);
    });

    test("[STO-14] a member that comes back is never refused as full", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const [first, second] = [newAdmission(callId), newAdmission(callId)];
      await world.stores.rosters.join(first);
      await world.stores.rosters.join(second);

      const sameInstance = await world.others.rosters.join(again(first, { pod: newPodId() }));
      const anotherInstance = await world.others.rosters.join(again(second, { instance: newInstance() }));
      const stranger = await world.stores.rosters.join(newAdmission(callId));

      expect(outcomesOf([sameInstance, anotherInstance, stranger])).toEqual(["admitted", "admitted", "call_full"]);
    });

    test("[STO-15] the same instance resumes its epoch, name and state while its membership is held", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const admission = newAdmission(callId);
      const first = admitted(await world.stores.rosters.join(admission));
      await world.stores.rosters.update(stayOf(admission, first), { name: "Grace", state: { camera: true } });
      await world.stores.rosters.drop(stayOf(admission, first));
      await world.pass(limits.leaseMs - 1_000);

      const back = admitted(await world.others.rosters.join(again(admission, { pod: newPodId() })));

      expect(back).toMatchObject({ epoch: first.epoch, resumed: true, wasMember: true });
      const state = { ...initialPeerState, camera: true };
      expect(back.roster.members).toMatchObject([{ epoch: first.epoch, name: "Grace", state, away: false }]);
    });

    test("[STO-15] another instance, or none, starts the proposed epoch anew", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const admission = newAdmission(callId, { instance: undefined });
      const first = admitted(await world.stores.rosters.join(admission));
      await world.stores.rosters.update(stayOf(admission, first), { name: "Grace", state: { hand: true } });

      const unnamed = again(admission);
      const named = again(admission, { instance: newInstance() });
      const another = again(admission, { instance: newInstance() });
      for (const next of [unnamed, named, another]) {
        const { epoch, resumed, wasMember, roster } = admitted(await world.stores.rosters.join(next));
        expect({ epoch, resumed, wasMember }).toEqual({ epoch: next.proposedEpoch, resumed: false, wasMember: true });
        expect(roster.members).toMatchObject([{ name: "Ada", state: initialPeerState, epoch }]);
      }
    });

    test("[STO-16] every admission raises the generation, beyond what any earlier member had", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const admission = newAdmission(callId);

      const generations: number[] = [];
      for (let i = 0; i < 20; i += 1) {
        const { generation } = admitted(await world.stores.rosters.join(again(admission)));
        generations.push(generation);
        if (i % 5 === 4) await world.stores.rosters.leave({ ...admission, generation });
      }

      expect(generations).toEqual([...new Set(generations)].sort((a, b) => a - b));
      expect(generations[0]).toBeGreaterThan(Date.now() - 10_000);
    });

    test("[STO-17] a call that never was, is over or has ended admits nobody", async () => {
      await using world = await open();
      const [over, ended] = [await createCall(world.stores), await createCall(world.stores)];
      await world.pass(hourMs + minuteMs);
      const endedCall = newCall({ expiresAtMs: Date.now() + 3 * hourMs });
      await world.stores.calls.create(endedCall);
      await world.stores.calls.end(endedCall.callId);

      const joins = [newCallId(), over, ended, endedCall.callId].map((callId) => world.stores.rosters.join(newAdmission(callId)));

      expect(outcomesOf(await Promise.all(joins))).toEqual(["call_not_found", "call_not_found", "call_not_found", "call_ended"]);
    });
  });
}
