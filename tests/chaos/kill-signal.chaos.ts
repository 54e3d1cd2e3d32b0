import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { expectNothingLost, gapsAfter } from "./support/account.ts";
import { percentile } from "./support/figures.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

scenario("kill -9 of a signal process", async (figures) => {
  await using system = await System.start();
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  await delay(3_000);

  const killedAtMs = Date.now();
  await system.signal(0).end("SIGKILL");
  await delay(8_000);

  const gaps = gapsAfter(await crowd.events(), killedAtMs);
  figures.count("peers that lost their connection", gaps.length, { atLeast: 50, atMost: 50 });
  figures.ms("peers back, p50", percentile(gaps, 0.5), 300);
  figures.ms("peers back, p99", percentile(gaps, 0.99), 2_000);
  await expectNothingLost(crowd, figures);
});
