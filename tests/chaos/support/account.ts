import type { Crowd } from "../headless/crowd.ts";
import type { PeerEvent } from "../headless/history.ts";
import type { Figures } from "./figures.ts";

/** How long each peer that lost its connection since then was without one; who is not back counts as for ever. */
export function gapsAfter(events: readonly PeerEvent[], sinceMs: number): readonly number[] {
  const lostAtMs = new Map<string, number>();
  const gaps: number[] = [];
  for (const event of events) {
    if (event.type !== "phase" || event.atMs < sinceMs) continue;
    const startedAtMs = lostAtMs.get(event.peer);
    if (event.phase === "reconnecting") lostAtMs.set(event.peer, event.atMs);
    else if (startedAtMs !== undefined) {
      gaps.push(event.atMs - startedAtMs);
      lostAtMs.delete(event.peer);
    }
  }
  return [...gaps, ...Array.from(lostAtMs, () => Number.POSITIVE_INFINITY)];
}

/** How often this was told since then. */
export const countOf = (events: readonly PeerEvent[], type: PeerEvent["type"], sinceMs = 0): number =>
  events.filter((event) => event.type === type && event.atMs >= sinceMs).length;

/** Stops the load, waits until everything is delivered and agreed upon, and writes down what must be zero after any fault. */
export async function expectNothingLost(crowd: Crowd, figures: Figures, { peersLeft = 0, deliverMs = 30_000 } = {}): Promise<void> {
  await crowd.load(0);
  figures.ms("rosters agree after", await crowd.settle(deliverMs));
  figures.ms("all delivered after", await crowd.deliver(deliverMs));
  const { accepted, lost, twice, outOfOrder, stale } = await crowd.delivered();
  figures.count("messages accepted", accepted, { atLeast: 1 });
  figures.count("lost", lost);
  figures.count("twice", twice);
  figures.count("out of order", outOfOrder);
  figures.count("of an old epoch", stale);
  const events = await crowd.events();
  figures.count("peer-left", countOf(events, "peer-left"), { atMost: peersLeft, atLeast: peersLeft });
  figures.count("changes of membership told wrongly", (await crowd.rosterBreaches()).length);
  figures.count("refused as too many in waiting", countOf(events, "refused"), { atLeast: 0 });
}
