import { setTimeout as delay } from "node:timers/promises";
import { limits } from "@tgcall/protocol";
import { Crowd } from "./headless/crowd.ts";
import { countOf } from "./support/account.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

scenario("kill -9 of a signal process and its clients", async (figures) => {
  // Each call's second peer is on the second signal process and in the second process of peers; the others race to reap.
  await using system = await System.start({ signals: 3 });
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  await delay(3_000);

  const killedAtMs = Date.now();
  await Promise.all([system.signal(1).end("SIGKILL"), crowd.processes[1]?.[Symbol.asyncDispose]()]);
  await delay(limits.leaseMs + 4_000);

  const left = (await crowd.events()).filter((event) => event.type === "peer-left");
  figures.count("peer-left told", left.length, { atLeast: 50, atMost: 50 });
  figures.count("observers that were told", new Set(left.map(({ peer }) => peer)).size, { atLeast: 50, atMost: 50 });
  figures.ms("last ghost gone after", Math.max(...left.map(({ atMs }) => atMs - killedAtMs)), 21_000);
  figures.ms("first ghost gone after", Math.min(...left.map(({ atMs }) => atMs - killedAtMs)));
  figures.count("connections lost by who lives", countOf(await crowd.events(), "closed"));
  figures.count("changes of membership told wrongly", (await crowd.rosterBreaches()).length);
  await crowd.settle(5_000);
});
