import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { countOf } from "./support/account.ts";
import { percentile } from "./support/figures.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const calls = 20;
const rounds = 10;

scenario("reload of a page within the grace, 200 times", async (figures) => {
  await using system = await System.start();
  await using crowd = new Crowd(system);
  await crowd.fill(calls);
  await crowd.load(10);
  await delay(1_000);

  const tookMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ordinal = round % 2;
    const names = crowd.calls.map(({ peers }) => peers[ordinal] ?? "");
    await crowd.processes[ordinal]?.order("reload", names);
    tookMs.push(await crowd.settle(10_000));
    await delay(500);
  }
  await crowd.load(0);
  await crowd.deliver(20_000);

  const { accepted, lost, twice, outOfOrder, stale } = await crowd.delivered();
  const events = await crowd.events();
  figures.count("reloads", calls * rounds, { atLeast: 200 });
  figures.ms("call is back, slowest round", percentile(tookMs, 1), 5_000);
  figures.count("messages accepted", accepted, { atLeast: 1 });
  figures.count("of an old epoch", stale);
  figures.count("lost between pages that live", lost);
  figures.count("twice", twice);
  figures.count("out of order", outOfOrder);
  figures.count("peer-left", countOf(events, "peer-left"));
  figures.count("partners told of a new epoch", countOf(events, "peer-renewed"), { atLeast: 200, atMost: 200 });
  figures.count("changes of membership told wrongly", (await crowd.rosterBreaches()).length);
});
