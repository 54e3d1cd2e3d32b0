import type { Instance, PeerId } from "@tgcall/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PodId, Roster } from "./roster.ts";
import { createCall, newAdmission, newPodId } from "./testing/samples.ts";
import { openMemoryWorld, type StoreWorld } from "./testing/store-world.ts";

const pods: readonly PodId[] = [newPodId(), newPodId()];
const peerOf = (peer: number): PeerId => `peerpeerpeerpeer${peer}` as PeerId;

const anyChange = fc.record({ do: fc.constantFrom("join", "join", "join", "drop", "leave", "kick"), peer: fc.nat(4), pod: fc.nat(1) });
type Change = typeof anyChange extends fc.Arbitrary<infer Value> ? Value : never;

/** Makes the changes one after another; answers every roster that there was. */
async function live(world: StoreWorld, changes: readonly Change[]): Promise<readonly Roster[]> {
  const callId = await createCall(world.stores, { maxPeers: 3 });
  const { rosters } = world.stores;
  const history: Roster[] = [];
  for (const { do: verb, peer, pod } of [{ do: "join", peer: 0, pod: 0 }, ...changes]) {
    const peerId = peerOf(peer);
    const { generation = 0 } = history.at(-1)?.members.find((member) => member.peerId === peerId) ?? {};
    if (verb === "join")
      await rosters.join(newAdmission(callId, { peerId, pod: pods[pod] ?? newPodId(), instance: `page ${peer}` as Instance }));
    else if (verb === "kick") await rosters.kick(callId, peerId);
    else await rosters[verb === "drop" ? "drop" : "leave"]({ callId, peerId, generation });
    history.push(...[await rosters.read(callId)].filter((roster) => roster !== undefined));
  }
  return history;
}

const membership = ({ members, kicked }: Roster) => ({
  members: members.map(({ peerId, generation, pod }) => ({ peerId, generation, pod })),
  kicked,
});

test("[STO-43] in whatever order pods restore whatever they remember, the latest memory prevails", async () => {
  const anyStory = fc.record({
    changes: fc.array(anyChange, { maxLength: 20 }),
    restorations: fc.array(fc.record({ memory: fc.nat(20), pod: fc.nat(1) }), { maxLength: 6 }),
    latestAt: fc.nat(6),
  });

  await fc.assert(
    fc.asyncProperty(anyStory, async ({ changes, restorations, latestAt }) => {
      await using world = await openMemoryWorld();
      const history = await live(world, changes);
      const latest = history.at(-1);
      if (latest === undefined) throw new Error("nothing to remember");
      const memories = restorations.map(({ memory, pod }) => ({ memory: history.at(memory % history.length) ?? latest, pod }));
      await world.lose();

      for (const { memory, pod } of memories.toSpliced(latestAt, 0, { memory: latest, pod: 0 }))
        await world.stores.rosters.restore(memory, pods[pod] ?? newPodId());

      const restored = await world.stores.rosters.read(latest.callId);
      expect(restored && membership(restored)).toEqual(membership(latest));
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
