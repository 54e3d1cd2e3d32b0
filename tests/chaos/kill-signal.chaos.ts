import { setTimeout as delay } from "node:timers/promises";
import { expectMediaFlows } from "../e2e/support/media.ts";
import { talk } from "../e2e/support/people.ts";
import { Crowd } from "./headless/crowd.ts";
import { expectNothingLost, gapsAfter } from "./support/account.ts";
import { percentile } from "./support/figures.ts";
import { servePages } from "./support/pages.ts";
import { PictureWatch } from "./support/picture-watch.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

scenario(
  "kill -9 of a signal process",
  async (figures) => {
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
  },
  { seats: 4 },
);

scenario("kill -9 of each signal process under a browser call", async (figures) => {
  await using system = await System.start({ pages: await servePages() });
  await using call = await talk(system.origin);
  const { ada, bob } = call;
  await Promise.all([expectMediaFlows(ada.page), expectMediaFlows(bob.page)]);
  const watches = [new PictureWatch(ada.page), new PictureWatch(bob.page)];

  for (const signal of system.signals) {
    await signal.end("SIGKILL");
    await delay(4_000);
    await signal.restart();
  }
  await ada.toggle("Microphone").click();
  await bob.sees(bob.tile("Ada").getByRole("img", { name: "Microphone off" }));

  await Promise.all([watches[0]?.stop(figures, "Ada"), watches[1]?.stop(figures, "Bob")]);
  figures.count("said to have left", (await ada.page.getByText("Bob left").count()) + (await bob.page.getByText("Ada left").count()));
});
