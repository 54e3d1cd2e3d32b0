import { describe, expect, test } from "vitest";
import { admitted, hourMs, minuteMs, newAdmission, newCall, newCallId, newTraceparent } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

/** Every call store keeps these promises (docs/protocol.md, section STO). */
export function callStoreContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of calls`, () => {
    test("[STO-1] a call is created once, and repeating its creation changes nothing", async () => {
      await using world = await open();
      const call = newCall({ maxPeers: 4, relayOnly: true });

      await world.stores.calls.create(call);
      await world.others.calls.create({ ...call, initiator: "somebody else", maxPeers: 8 });

      const { updatedAtMs: _, ...stored } = (await world.others.calls.read(call.callId)) ?? {};
      expect(stored).toEqual({ ...call, status: "created" });
    });

    test("[STO-1] the span that created a call stays with it", async () => {
      await using world = await open();
      const call = newCall({ traceparent: newTraceparent() });

      await world.stores.calls.create(call);
      await world.others.calls.create({ ...call, traceparent: newTraceparent() });

      await expect(world.others.calls.read(call.callId)).resolves.toMatchObject({ traceparent: call.traceparent });
    });

    test("[STO-1] repeating a creation does not bring an ended call back", async () => {
      await using world = await open();
      const call = newCall();
      await world.stores.calls.create(call);
      await world.stores.calls.end(call.callId);

      await world.stores.calls.create(call);

      await expect(world.stores.calls.read(call.callId)).resolves.toMatchObject({ status: "ended" });
    });

    test("[STO-2] a call can be read until its end of life, ended or not, and not after", async () => {
      await using world = await open();
      const call = newCall();
      await world.stores.calls.create(call);
      await world.stores.calls.end(call.callId);

      await world.pass(hourMs - minuteMs);
      const before = await world.stores.calls.read(call.callId);
      await world.pass(2 * minuteMs);
      const after = await world.stores.calls.read(call.callId);

      expect(before).toMatchObject({ callId: call.callId, status: "ended" });
      expect(after).toBeUndefined();
      await expect(world.stores.rosters.read(call.callId)).resolves.toBeUndefined();
      await expect(world.stores.calls.end(call.callId)).resolves.toBe(false);
    });

    test("[STO-2] a call that never was is undefined, and cannot end", async () => {
      await using world = await open();

      await expect(world.stores.calls.read(newCallId())).resolves.toBeUndefined();
      await expect(world.stores.calls.end(newCallId())).resolves.toBe(false);
    });

    test("[STO-3] the end of a call ends every membership in one step, once", async () => {
      await using world = await open();
      const call = newCall();
      await world.stores.calls.create(call);
      const first = newAdmission(call.callId);
      await world.stores.rosters.join(first);
      const second = newAdmission(call.callId);
      const { roster } = admitted(await world.others.rosters.join(second));

      const outcomes = await Promise.all([world.stores.calls.end(call.callId), world.others.calls.end(call.callId)]);

      const revision = roster.revision + 1;
      const departures = [first.peerId, second.peerId].sort().map((peerId) => ({ peerId, reason: "ended", revision }));
      expect(outcomes).toEqual([true, true]);
      await expect(world.stores.rosters.read(call.callId)).resolves.toMatchObject({ status: "ended", revision, members: [], departures });
    });

    test("[STO-4] a call is `created` until somebody joins, then `active` until it ends", async () => {
      await using world = await open();
      const call = newCall();
      const statusNow = async () => (await world.stores.calls.read(call.callId))?.status;

      await world.stores.calls.create(call);
      const created = await statusNow();
      const admission = newAdmission(call.callId);
      const { generation } = admitted(await world.stores.rosters.join(admission));
      await world.stores.rosters.leave({ ...admission, generation });
      const left = await statusNow();
      await world.stores.calls.end(call.callId);

      expect([created, left, await statusNow()]).toEqual(["created", "active", "ended"]);
    });
  });
}
