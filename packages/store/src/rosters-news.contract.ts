import { describe, expect, test } from "vitest";
import type { PodId, Roster } from "./roster.ts";
import type { Stores } from "./stores.ts";
import { admitted, again, createCall, newAdmission, newPodId, stayOf } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

/** A pod of the test: where it stands, and the rosters that came into its inbox. */
interface Listener {
  readonly pod: PodId;
  readonly heard: Roster[];
}

async function listen(stores: Stores): Promise<Listener> {
  const [pod, heard] = [newPodId(), [] as Roster[]];
  await stores.bus.open(pod, (envelope) => void (envelope.type === "roster" && heard.push(envelope.roster)));
  return { pod, heard };
}

const revisionsOf = ({ heard }: Listener): readonly number[] => heard.map(({ revision }) => revision);

/** How every store tells pods of changes (docs/protocol.md, section STO). */
export function rosterNewsContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of roster news`, () => {
    test("[STO-28] each change raises the revision by one and reaches the other pods of the call, in order", async () => {
      await using world = await open();
      const { rosters } = world.stores;
      const callId = await createCall(world.stores, { maxPeers: 8 });
      const [here, there, elsewhere] = [await listen(world.stores), await listen(world.others), await listen(world.others)];
      const watcher = newAdmission(callId, { pod: there.pod });
      await world.others.rosters.join(watcher);
      const admission = newAdmission(callId, { pod: here.pod });

      const joined = admitted(await rosters.join(admission));
      const stay = stayOf(admission, joined);
      const answers = [joined.roster, await rosters.update(stay, { name: "Grace" }), await rosters.drop(stay), await rosters.leave(stay)];

      await expect.poll(() => there.heard).toEqual(answers);
      expect(revisionsOf(there)).toEqual([2, 3, 4, 5]);
      expect([here.heard, elsewhere.heard]).toEqual([[], []]);
    });

    test("[STO-28] rosters of many writers arrive in the order of their revisions", async () => {
      await using world = await open();
      const callId = await createCall(world.stores, { maxPeers: 8 });
      const listener = await listen(world.others);
      await world.others.rosters.join(newAdmission(callId, { pod: listener.pod }));
      const processes = [world.stores, world.others];

      const rounds = Array.from({ length: 20 }, () => processes.map(({ rosters }) => rosters.join(newAdmission(callId))));
      const results = await Promise.all(rounds.flat());

      expect(results.filter(({ outcome }) => outcome === "admitted")).toHaveLength(7);
      await expect.poll(() => revisionsOf(listener)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    });

    test("[STO-28] a pod hears that its peer has gone to another pod", async () => {
      await using world = await open();
      const callId = await createCall(world.stores, { maxPeers: 8 });
      const [before, after] = [await listen(world.stores), await listen(world.others)];
      const admission = newAdmission(callId, { pod: before.pod });
      await world.stores.rosters.join(admission);

      const { roster } = admitted(await world.others.rosters.join(again(admission, { pod: after.pod })));

      await expect.poll(() => before.heard).toEqual([roster]);
      expect(roster.members).toMatchObject([{ pod: after.pod }]);
      expect(after.heard).toEqual([]);
    });

    test("[STO-29] the end of a call and the removal of a peer reach every pod that held a member", async () => {
      await using world = await open();
      const callId = await createCall(world.stores, { maxPeers: 8 });
      const [here, there] = [await listen(world.stores), await listen(world.others)];
      const first = newAdmission(callId, { pod: here.pod });
      const second = newAdmission(callId, { pod: there.pod });
      for (const admission of [first, second]) await world.stores.rosters.join(admission);

      await world.stores.rosters.kick(callId, first.peerId);
      await world.stores.calls.end(callId);

      const kicked = { revision: 3, status: "active", departures: [{ peerId: first.peerId, reason: "kicked" }] };
      const ended = { revision: 4, status: "ended", members: [] };
      await expect.poll(() => there.heard).toMatchObject([kicked, ended]);
      await expect.poll(() => here.heard).toMatchObject([{ revision: 2 }, kicked]);
      expect(there.heard.at(-1)?.departures.at(-1)).toEqual({ peerId: second.peerId, reason: "ended", revision: 4 });
    });
  });
}
