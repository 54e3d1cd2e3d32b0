import { setTimeout as delay } from "node:timers/promises";
import { expectMediaFlows } from "../e2e/support/media.ts";
import { talk } from "../e2e/support/people.ts";
import { Crowd } from "./headless/crowd.ts";
import { countOf, expectNothingLost } from "./support/account.ts";
import { servePages } from "./support/pages.ts";
import { PictureWatch } from "./support/picture-watch.ts";
import { healthOf, joinRequest, Probes } from "./support/probes.ts";
import { recovery } from "./support/recovery.ts";
import { startDurableRedis } from "./support/redis.ts";
import { RedisGate } from "./support/redis-gate.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const awayMs = 45_000;

scenario(
  "Redis away 45 s, longer than every lease",
  async (figures) => {
    await using redis = await startDurableRedis();
    await using gate = await RedisGate.start(redis.port);
    await using system = await System.start({ redisUrl: gate.url, route: halfMeetOnOneProcess, pages: await servePages() });
    await using call = await talk(system.origin);
    await using crowd = new Crowd(system);
    await crowd.fill(50);
    await crowd.load(10);
    await Promise.all([expectMediaFlows(call.ada.page), expectMediaFlows(call.bob.page)]);
    const pids = system.services.map(({ pid }) => pid);
    const watches = [new PictureWatch(call.ada.page), new PictureWatch(call.bob.page)];

    const goneAtMs = Date.now();
    await gate.set("away");
    await delay(1_000);
    const probes = new Probes(joinRequest(system.origin, crowd.calls[0]?.tokens[0] ?? ""), 500);
    await delay(awayMs - 1_000);
    const answers = await probes.stop();
    const health = (await Promise.all(system.services.map(healthOf))).flat();
    const returnedAtMs = Date.now();
    await gate.set("open");
    figures.ms("working again after", await recovery(system, returnedAtMs), 5_000);
    await delay(5_000);

    const refused = answers.filter(({ status, retryAfter }) => status === 503 && retryAfter !== null);
    figures.count("joins refused while away", refused.length, { atLeast: 40 });
    figures.count("joins answered otherwise", answers.length - refused.length);
    figures.ms("slowest refusal", Math.max(...answers.map(({ tookMs }) => tookMs)), 1_000);
    figures.count("probes that are not 200 degraded", health.filter((word) => word !== "200 degraded").length);
    figures.count("processes that ended", system.services.filter(({ pid, isRunning }, index) => !isRunning || pid !== pids[index]).length);
    figures.count("connections closed", countOf(await crowd.events(), "closed", goneAtMs));
    await Promise.all([watches[0]?.stop(figures, "Ada"), watches[1]?.stop(figures, "Bob")]);
    await expectNothingLost(crowd, figures, { deliverMs: 60_000 });
  },
  { seats: 3 },
);

/** Every other call has both peers on one process: what they say needs no Redis. */
function halfMeetOnOneProcess(callId: string, ordinal: number): number {
  const hash = callId.charCodeAt(0) + callId.charCodeAt(1);
  return hash % 2 === 0 ? callId.charCodeAt(2) % 2 : ordinal % 2;
}
