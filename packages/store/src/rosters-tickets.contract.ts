import { limits } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { admitted, again, createCall, newAdmission, newCall, newInstance, newPeerId } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

/** How every store burns tickets and refuses the kicked (docs/protocol.md, section STO). */
export function ticketContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of tickets`, () => {
    test("[STO-18] of fifty simultaneous uses of a ticket one is admitted", async () => {
      await using world = await open();
      const admission = newAdmission(await createCall(world.stores));

      const processes = [world.stores, world.others];
      const joins = Array.from({ length: 25 }, () =>
        processes.map(({ rosters }) => rosters.join({ ...admission, instance: newInstance() })),
      );
      const outcomes = (await Promise.all(joins.flat())).map(({ outcome }) => outcome);

      expect(outcomes.filter((outcome) => outcome === "admitted")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "sig_used")).toHaveLength(49);
    });

    test("[STO-18] a ticket is burnt by admission alone: a refusal burns nothing", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const [first, second] = [newAdmission(callId), newAdmission(callId)];
      await world.stores.rosters.join(first);
      const { generation } = admitted(await world.stores.rosters.join(second));
      const late = newAdmission(callId, { instance: undefined });

      const refused = await world.stores.rosters.join(late);
      await world.stores.rosters.leave({ ...second, generation });
      const accepted = await world.stores.rosters.join(late);
      const reused = await world.stores.rosters.join(late);

      expect([refused, accepted, reused].map(({ outcome }) => outcome)).toEqual(["call_full", "admitted", "sig_used"]);
    });

    test("[STO-19] the same ticket and instance are admitted again for five seconds, and not longer", async () => {
      await using world = await open();
      const admission = newAdmission(await createCall(world.stores));
      const first = admitted(await world.stores.rosters.join(admission));

      await world.pass(limits.ticketReplayMs - 2_000);
      const replay = admitted(await world.others.rosters.join(admission));
      const other = await world.stores.rosters.join({ ...admission, instance: newInstance() });
      await world.pass(2_500);
      const late = await world.stores.rosters.join(admission);

      expect(replay).toMatchObject({ epoch: first.epoch, resumed: true });
      expect([other.outcome, late.outcome]).toEqual(["sig_used", "sig_used"]);
    });

    test("[STO-19] without an instance a ticket has no second use", async () => {
      await using world = await open();
      const admission = newAdmission(await createCall(world.stores), { instance: undefined });
      await world.stores.rosters.join(admission);

      await expect(world.stores.rosters.join(admission)).resolves.toEqual({ outcome: "sig_used" });
    });

    test("[STO-19] a burnt ticket is remembered for longer than a ticket lives", async () => {
      await using world = await open();
      const admission = newAdmission(await createCall(world.stores));
      await world.stores.rosters.join(admission);

      await world.pass(limits.ticketTtlMs + 30_000);

      await expect(world.stores.rosters.join(admission)).resolves.toEqual({ outcome: "sig_used" });
    });

    test("[STO-20] a kicked peer is removed, and refused with any ticket for the life of the call", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const [kicked, other] = [newAdmission(callId), newAdmission(callId)];
      const { generation } = admitted(await world.stores.rosters.join(kicked));
      const { roster } = admitted(await world.stores.rosters.join(other));

      const outcomes = [await world.others.rosters.kick(callId, kicked.peerId), await world.stores.rosters.kick(callId, kicked.peerId)];

      const revision = roster.revision + 1;
      const departures = [{ peerId: kicked.peerId, reason: "kicked", revision }];
      expect(outcomes).toEqual(["kicked", "kicked"]);
      await expect(world.stores.rosters.read(callId)).resolves.toMatchObject({ revision, members: [{ peerId: other.peerId }], departures });
      for (const attempt of [kicked, again(kicked), again(kicked, { instance: newInstance() })])
        await expect(world.stores.rosters.join(attempt)).resolves.toEqual({ outcome: "kicked" });
      await expect(world.stores.rosters.update({ ...kicked, generation }, {})).resolves.toBeUndefined();
      await expect(world.others.rosters.isKicked(callId, kicked.peerId)).resolves.toBe(true);
      await expect(world.others.rosters.isKicked(callId, other.peerId)).resolves.toBe(false);
    });

    test("[STO-20] only a member of a call can be kicked", async () => {
      await using world = await open();
      const callId = await createCall(world.stores);
      const stranger = newPeerId();

      await expect(world.stores.rosters.kick(callId, stranger)).resolves.toBe("peer_not_found");
      await expect(world.stores.rosters.kick(newCall().callId, stranger)).resolves.toBe("call_not_found");
      await expect(world.stores.rosters.isKicked(callId, stranger)).resolves.toBe(false);
    });
  });
}
