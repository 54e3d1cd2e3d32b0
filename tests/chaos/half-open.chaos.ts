import { setTimeout as delay } from "node:timers/promises";
import { Crowd } from "./headless/crowd.ts";
import { PeerProcess } from "./headless/peer-process.ts";
import { countOf } from "./support/account.ts";
import { Network } from "./support/network.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

const calls = 10;

scenario(
  "half-open TCP, both ways",
  async (figures) => {
    using network = new Network();
    await using system = await System.start({ host: network.gateway });
    await using crowd = new Crowd({ origin: system.origin, processes: [new PeerProcess(), new PeerProcess({ prefix: network.inside })] });
    await crowd.fill(calls);
    await crowd.load(10);
    await delay(2_000);

    const silentAtMs = Date.now();
    network.silence();
    await delay(38_000);

    const events = (await crowd.events()).filter(({ atMs }) => atMs > silentAtMs);
    const after = (type: string, phase?: string): readonly number[] =>
      events
        .filter((event) => event.type === type && (phase === undefined || ("phase" in event && event.phase === phase)))
        .map(({ atMs }) => atMs - silentAtMs);
    const [away, left, noticed] = [after("peer-away"), after("peer-left"), after("phase", "reconnecting")];
    figures.count("peers told away", away.length, { atLeast: calls, atMost: calls });
    figures.ms("last told away after", Math.max(...away), 15_000);
    figures.count("peers told left", left.length, { atLeast: calls, atMost: calls });
    figures.ms("last told left after", Math.max(...left), 36_000);
    figures.count("clients that noticed", noticed.length, { atLeast: calls, atMost: calls });
    figures.ms("last client noticed after", Math.max(...noticed), 12_000);
    figures.count(
      "connections that the others lost",
      countOf(
        events.filter(({ peer }) => peer.startsWith("a")),
        "closed",
      ),
    );
    figures.count("changes of membership told wrongly", (await crowd.rosterBreaches()).length);
  },
  { seats: 1 },
);
