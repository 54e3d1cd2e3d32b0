import { limits } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import type { Admission, Roster } from "./roster.ts";
import { defaultDurations } from "./store-durations.ts";
import { admitted, again, newAdmission, newCall, stayOf } from "./testing/samples.ts";
import type { OpenWorld, StoreWorld } from "./testing/store-world.ts";

const { leaseMs, tickGapMs } = defaultDurations;
const stepMs = 2_000;
/** Real time goes by too while a test runs on Redis: what must not have happened yet is asked so long before it would. */
const marginMs = 5_000;

/** Four reapers of two processes tick at once. */
const race = async ({ stores, others }: StoreWorld): Promise<readonly Roster[]> =>
  (await Promise.all([stores, others, stores, others].map(({ reaper }) => reaper.reap()))).flat();

/** Lets time go by while the reapers tick as they should. */
async function tickThrough(world: StoreWorld, ms: number): Promise<readonly Roster[]> {
  const changed: Roster[] = [];
  for (let left = ms; left > 0; left -= stepMs) {
    await world.pass(Math.min(left, stepMs));
    changed.push(...(await race(world)));
  }
  return changed;
}

/** Gets over the hold that follows the first tick. */
async function openTicking(open: OpenWorld): Promise<StoreWorld> {
  const world = await open();
  await world.stores.reaper.reap();
  await tickThrough(world, leaseMs);
  return world;
}

async function join(world: StoreWorld, admission?: Admission) {
  const call = newCall();
  if (admission === undefined) await world.stores.calls.create(call);
  const admissionNow = admission ?? newAdmission(call.callId);
  const result = admitted(await world.stores.rosters.join(admissionNow));
  return { ...result, admission: admissionNow, stay: stayOf(admissionNow, result) };
}

/** Every reaper keeps these promises (docs/protocol.md, section STO). */
export function reaperContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of reaping`, () => {
    test("[STO-30] a membership without renewal ends once, at the end of its lease, however many reapers race", async () => {
      await using world = await openTicking(open);
      const { stay, roster } = await join(world);

      const early = await tickThrough(world, leaseMs - marginMs);
      const due = await tickThrough(world, marginMs + stepMs);
      const late = await tickThrough(world, leaseMs);

      const revision = roster.revision + 1;
      expect(early).toEqual([]);
      expect(due).toMatchObject([{ revision, members: [], departures: [{ peerId: stay.peerId, reason: "lost", revision }] }]);
      expect(late).toEqual([]);
      await expect(world.stores.rosters.read(stay.callId)).resolves.toMatchObject({ revision, members: [] });
    });

    test("[STO-30] a membership that is renewed is not reaped", async () => {
      await using world = await openTicking(open);
      const { stay } = await join(world);

      for (let i = 0; i < 12; i += 1) {
        await expect(tickThrough(world, limits.leaseRenewMs)).resolves.toEqual([]);
        await world.others.rosters.renew(stay.callId, [stay]);
      }

      await expect(world.stores.rosters.read(stay.callId)).resolves.toMatchObject({ members: [{ peerId: stay.peerId }] });
    });

    test("[STO-30] a dropped member is reaped when its grace is over, though its pod goes on renewing", async () => {
      await using world = await openTicking(open);
      const { stay } = await join(world);
      await tickThrough(world, leaseMs - marginMs);
      await world.stores.rosters.drop(stay);

      const within: Roster[] = [];
      for (let i = 0; i < 7; i += 1) {
        within.push(...(await tickThrough(world, stepMs)));
        await world.stores.rosters.renew(stay.callId, [stay]);
      }
      const after = await tickThrough(world, 4 * stepMs);

      expect(within).toEqual([]);
      expect(after).toMatchObject([{ departures: [{ peerId: stay.peerId, reason: "lost" }] }]);
    });

    test("[STO-30] who comes back in time is not reaped, and who is reaped comes back with a new epoch", async () => {
      await using world = await openTicking(open);
      const { stay, admission, epoch } = await join(world);
      await world.stores.rosters.drop(stay);
      await tickThrough(world, leaseMs - marginMs);

      const back = await join(world, again(admission));
      const within = await tickThrough(world, leaseMs - marginMs);
      const reaped = await tickThrough(world, marginMs + stepMs);
      const anew = await join(world, again(admission));

      expect([back.resumed, within, reaped.length, anew.resumed]).toEqual([true, [], 1, false]);
      expect(anew.epoch).not.toBe(epoch);
    });

    test("[STO-31] after a gap in all ticks nobody is reaped for one lease", async () => {
      await using world = await openTicking(open);
      const { stay } = await join(world);

      await world.pass(10 * leaseMs + tickGapMs);
      const afterOutage = [...(await race(world)), ...(await tickThrough(world, leaseMs - marginMs))];
      await world.stores.rosters.renew(stay.callId, [stay]);
      const whileAlive = await tickThrough(world, leaseMs - marginMs);
      const whenSilent = await tickThrough(world, marginMs + stepMs);

      expect([afterOutage, whileAlive]).toEqual([[], []]);
      expect(whenSilent).toMatchObject([{ departures: [{ peerId: stay.peerId, reason: "lost" }] }]);
    });

    test("[STO-31] the first tick on a store counts as one after a gap", async () => {
      await using world = await open();
      const { stay } = await join(world);
      await world.pass(leaseMs + 1_000);

      await expect(world.stores.reaper.reap()).resolves.toEqual([]);

      await expect(world.stores.rosters.read(stay.callId)).resolves.toMatchObject({ members: [{ peerId: stay.peerId }] });
    });

    test("[STO-53] memberships that nobody reaps or renews are counted once their lease is long over, whoever's pod they are on", async () => {
      await using world = await openTicking(open);
      const call = newCall({ maxPeers: 3 });
      await world.stores.calls.create(call);
      const [dead, gone, alive] = [newAdmission(call.callId), newAdmission(call.callId), newAdmission(call.callId)] as const;
      await join(world, dead);
      const { stay } = await join(world, gone);
      await world.stores.rosters.drop(stay);
      const { stay: kept } = await join(world, alive);
      await join(world);

      await world.pass(leaseMs - marginMs);
      await world.stores.rosters.renew(call.callId, [kept]);
      await world.pass(marginMs + 1_000);
      const justOver = await world.others.reaper.countOverdue();
      await world.pass(marginMs);
      const longOver = await world.others.reaper.countOverdue();
      await tickThrough(world, leaseMs - marginMs);
      await world.stores.rosters.renew(call.callId, [kept]);
      await tickThrough(world, 2 * marginMs);

      expect([justOver, longOver]).toEqual([0, 3]);
      await expect(world.others.reaper.countOverdue()).resolves.toBe(0);
    });

    test("[STO-32] hundreds of memberships that lapse together are reaped in one tick", async () => {
      await using world = await openTicking(open);
      const stays = await Promise.all(Array.from({ length: 450 }, () => join(world)));
      await tickThrough(world, leaseMs - 3_000);
      await world.pass(3_500);

      const reaped = await race(world);

      expect(new Set(reaped.map(({ callId }) => callId))).toEqual(new Set(stays.map(({ stay }) => stay.callId)));
      expect(reaped).toHaveLength(450);
    });
  });
}
