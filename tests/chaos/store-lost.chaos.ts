import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { countOf, expectNothingLost, gapsAfter } from "./support/account.ts";
import { recovery } from "./support/recovery.ts";
import { askRedis } from "./support/redis.ts";
import { untilWhole } from "./support/rosters.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const moveMs = 13_000;

scenario("FLUSHALL mid-call", async (figures) => {
  await using system = await System.start({ signals: 3 });
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  await delay(2_000);
  // The process of all second peers sleeps; when it wakes up, the store has forgotten that they moved.
  system.signal(1).kill("SIGSTOP");
  await delay(moveMs);

  const flushedAtMs = Date.now();
  await askRedis(system.redis?.port ?? 0, "FLUSHALL");
  figures.ms("last roster rebuilt after", await untilWhole(system.origin, crowd, flushedAtMs), 5_000);
  figures.ms("new calls work after", await recovery(system, flushedAtMs), 5_000);
  await delay(5_000);

  const wokenAtMs = Date.now();
  system.signal(1).kill("SIGCONT");
  await delay(8_000);
  const events = await crowd.events();
  figures.count("connections lost to the loss", gapsAfter(events, flushedAtMs).length);
  figures.count("changes told because of the zombie", events.filter((event) => "about" in event && event.atMs > wokenAtMs).length);
  figures.count(
    "calls that ended",
    countOf(
      events.filter((event) => event.type === "phase" && event.phase === "ended"),
      "phase",
    ),
  );
  await expectNothingLost(crowd, figures);
});
