import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { expectNothingLost } from "./support/account.ts";
import { recovery } from "./support/recovery.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";
import { Writes } from "./support/writes.ts";

scenario("Redis kill -9 and restart", async (figures) => {
  await using system = await System.start();
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  const writes = new Writes(system.origin);
  writes.start();
  await delay(4_000);

  await system.redis?.stop();
  await delay(1_000);
  const returnedAtMs = Date.now();
  await system.redis?.start();
  figures.ms("working again after", await recovery(system, returnedAtMs), 5_000);
  await delay(3_000);
  await writes.stop();

  figures.count("created and acknowledged", writes.created.length, { atLeast: 50 });
  figures.count("refused while away", writes.refused, { atLeast: 1 });
  figures.count("calls lost", await writes.lostCalls());
  figures.count("codes lost, or used and usable again", await writes.wrongCodes());
  figures.count("answers that were neither success nor 503", writes.strange.length);
  await expectNothingLost(crowd, figures);
});
