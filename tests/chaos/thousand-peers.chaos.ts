import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { expectNothingLost } from "./support/account.ts";
import type { AdmittedUpgrade } from "./support/edge.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const calls = 500;

scenario(
  "both signal processes killed with 1,000 peers",
  async (figures) => {
    await using system = await System.start();
    await using crowd = new Crowd(system);
    await crowd.fill(calls);
    await crowd.load(0.2);
    await delay(5_000);

    const killedAtMs = Date.now();
    await Promise.all(system.signals.map((signal) => signal.end("SIGKILL")));
    await Promise.all(system.signals.map((signal) => signal.restart()));
    figures.ms("both processes ready after", Date.now() - killedAtMs);
    await crowd.settle(30_000);

    const backAtMs = (await crowd.events()).filter((event) => event.type === "welcome" && event.atMs > killedAtMs).map(({ atMs }) => atMs);
    figures.count("connections opened anew", backAtMs.length, { atLeast: 2 * calls });
    figures.ms("last peer back after", Math.max(...backAtMs) - killedAtMs, 15_000);
    const after = system.edge.upgrades.filter(({ atMs }) => atMs > killedAtMs);
    for (const index of system.signals.keys())
      figures.count(`most upgrades in a second, process ${index}`, wave(after, index), { atMost: 400 });
    await expectNothingLost(crowd, figures, { deliverMs: 40_000 });
  },
  { seats: 4 },
);

/** The most upgrades that one process admitted within any second. */
function wave(upgrades: readonly AdmittedUpgrade[], index: number): number {
  const times = upgrades.filter(({ upstream }) => upstream === index).map(({ atMs }) => atMs);
  return Math.max(0, ...times.map((startMs) => times.filter((atMs) => atMs >= startMs && atMs < startMs + 1_000).length));
}
