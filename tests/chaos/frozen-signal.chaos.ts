import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { expectNothingLost, gapsAfter } from "./support/account.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

scenario("kill -STOP of a signal process for 30 s, then -CONT", async (figures) => {
  await using system = await System.start();
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  await delay(3_000);

  const stoppedAtMs = Date.now();
  system.signal(1).kill("SIGSTOP");
  await delay(30_000);
  const moved = (await crowd.events()).filter((event) => event.type === "welcome" && event.atMs > stoppedAtMs);
  figures.count("peers that moved", moved.length, { atLeast: 50, atMost: 50 });
  figures.ms("last peer moved after", Math.max(...moved.map(({ atMs }) => atMs - stoppedAtMs)), 12_000);
  figures.count(
    "peers without a connection",
    gapsAfter(await crowd.events(), stoppedAtMs).filter((gap) => gap === Number.POSITIVE_INFINITY).length,
  );
  const revisions = await revisionsOf(crowd);

  const continuedAtMs = Date.now();
  system.signal(1).kill("SIGCONT");
  await delay(8_000);
  const events = await crowd.events();
  const told = events.filter((event) => "about" in event && event.atMs > continuedAtMs);
  figures.count("changes told because of the stale process", told.length);
  figures.count("connections lost because of it", gapsAfter(events, continuedAtMs).length);
  figures.count("revisions that it raised", (await revisionsOf(crowd)).filter((revision, index) => revision !== revisions[index]).length);
  await expectNothingLost(crowd, figures);
});

const revisionsOf = async (crowd: Crowd): Promise<readonly number[]> => (await crowd.views()).map(({ revision }) => revision);
