import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { PeerProcess } from "./headless/peer-process.ts";
import { countOf } from "./support/account.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const calls = 10;

scenario(
  "duplicate tab",
  async (figures) => {
    await using system = await System.start();
    await using crowd = new Crowd(system);
    await crowd.fill(calls);
    await crowd.load(10);
    await delay(1_000);

    await using newTabs = new PeerProcess();
    const openedAtMs = Date.now();
    const tabs = crowd.calls.map(({ tokens }, index) => ({ peer: `tab ${index}`, origin: system.origin, token: tokens[0] ?? "" }));
    await newTabs.order("join", tabs);
    await delay(12_000);

    const events = await crowd.events();
    const oldTabs = events.filter(({ peer, atMs }) => peer.startsWith("a") && atMs > openedAtMs);
    const replaced = oldTabs.filter((event) => event.type === "closed" && event.code === 4501);
    figures.count("old tabs told 4501", new Set(replaced.map(({ peer }) => peer)).size, { atLeast: calls, atMost: calls });
    figures.count("4501 in all", replaced.length, { atLeast: calls, atMost: calls });
    figures.count("old tabs that came back", oldTabs.filter(({ type }) => type === "welcome").length);
    figures.count("connections that new tabs lost", countOf(await newTabs.order("events"), "closed"));
    figures.count("partners that saw it leave", countOf(events, "peer-left"));
    figures.count("partners that saw it once as new", countOf(events, "peer-renewed", openedAtMs), { atLeast: calls, atMost: calls });
    figures.count(
      "tiles that partners have",
      (await crowd.views()).filter(({ peer, peers }) => peer.startsWith("b") && peers.length !== 1).length,
    );
    figures.count("changes of membership told wrongly", (await crowd.rosterBreaches()).length);
  },
  { seats: 1 },
);
