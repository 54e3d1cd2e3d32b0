import fc from "fast-check";
import { findDisagreements, findRosterBreaches, settleAccounts } from "./headless/history.ts";
import { anyStory, peerCount, play } from "./model/commands.ts";
import { takeTime } from "./model/time.ts";
import { World } from "./model/world.ts";
import { scenario } from "./support/scenario.ts";

const runs = 300;
/** The longest that anything may take to come to rest: a silent cut, its grace, and what waits for a peer's return. */
const restMs = 75_000;

scenario(
  "model: 300 stories of 30 faults each, on a fake clock",
  async (figures) => {
    const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 2 ** 31);
    figures.count("seed", seed, { atLeast: 0 });
    figures.count("stories", runs, { atLeast: 300 });
    const seen = { messages: 0, connections: 0, resumed: 0, left: 0, renewed: 0 };
    const property = fc.asyncProperty(anyStory, fc.nat(), async (story, chance) => {
      using time = takeTime(chance);
      const world = await World.open(2 + (chance % 2), peerCount);
      try {
        for (const index of [0, 1]) world.join(index);
        for (const command of story) await play(world, command, time.pass);
        for (const pod of world.pods) pod.heal();
        for (const pod of world.pods) pod.continue();
        await time.pass(restMs);
        const breaches = await breachesOf(world);
        countInto(seen, world);
        if (breaches.length > 0) throw new Error(breaches.join("\n"));
      } finally {
        await world.close();
        await time.pass(1_000);
      }
    });
    const { failed, counterexample, errorInstance, numShrinks } = await fc.check(property, { seed, numRuns: runs });
    figures.count("messages applied", seen.messages, { atLeast: 3_000 });
    figures.count("connections", seen.connections, { atLeast: 2_000 });
    figures.count("of them resumed", seen.resumed, { atLeast: 500 });
    figures.count("peer-left told", seen.left, { atLeast: 200 });
    figures.count("new epochs told", seen.renewed, { atLeast: 200 });
    figures.count("violations", failed ? 1 : 0);
    if (failed)
      throw new Error(`seed ${seed}, after ${numShrinks} shrinks:\n${counterexample?.map((part) => JSON.stringify(part)).join("\n")}`, {
        cause: errorInstance,
      });
  },
  { seats: 2 },
);

/** Adds what happened in a world: a model in which nothing happens proves nothing. */
function countInto(seen: Record<"messages" | "connections" | "resumed" | "left" | "renewed", number>, { peers, gone }: World): void {
  for (const { ledger, events } of [...peers.values(), ...gone]) {
    seen.messages += Object.values(ledger.view().applied).reduce((sum, count) => sum + count, 0);
    seen.connections += events.filter(({ type }) => type === "welcome").length;
    seen.resumed += events.filter((event) => event.type === "welcome" && event.resumed).length;
    seen.left += events.filter(({ type }) => type === "peer-left").length;
    seen.renewed += events.filter(({ type }) => type === "peer-renewed").length;
  }
}

/** Everything about a world at rest that must not be. */
async function breachesOf(world: World): Promise<readonly string[]> {
  const peers = [...world.peers.values()];
  const views = peers.map(({ view }) => view);
  const everybody = [...peers, ...world.gone];
  const ledgers = everybody.map(({ ledger }) => ledger.view());
  const living = new Set(views.map(({ peerId, epoch }) => `${peerId}.${epoch}`));
  const { lost, twice, outOfOrder, stale } = settleAccounts(ledgers, (stream) => stream.split(">").every((end) => living.has(end)));
  const counts = Object.entries({ lost, twice, outOfOrder, stale }).filter(([, count]) => count > 0);
  const events = everybody.flatMap((peer) => peer.events);
  const wanted = views.map(({ peerId, epoch }) => `${peerId} ${epoch} false`).toSorted();
  const stored = await world.members();
  return [
    ...counts.map(([name, count]) => `${count} ${name}`),
    ...findDisagreements(views),
    ...findRosterBreaches(events.toSorted((a, b) => a.atMs - b.atMs)),
    ...(stored.join() === wanted.join() ? [] : [`the store has ${stored.join()} instead of ${wanted.join()}`]),
  ];
}
