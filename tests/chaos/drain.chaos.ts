import { setTimeout as delay } from "node:timers/promises";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { startDoor } from "../infra/support/door.ts";
import { trustedCertificate } from "../infra/support/trusted-certificate.ts";
import { Crowd } from "./headless/crowd.ts";
import { PeerProcess } from "./headless/peer-process.ts";
import { expectNothingLost, gapsAfter } from "./support/account.ts";
import { percentile } from "./support/figures.ts";
import { Joins } from "./support/joins.ts";
import { scenario } from "./support/scenario.ts";
import type { Ending, ServiceProcess } from "./support/service-process.ts";
import { System } from "./support/system.ts";

const drainSeconds = 8;
/** What the chart and compose.yaml leave a process beyond its draining. */
const graceMs = (drainSeconds + 15) * 1_000;

scenario(
  "SIGTERM of both, one after the other, under 20 joins/s through nginx",
  async (figures) => {
    using certificate = await trustedCertificate();
    const [httpsPort = 0] = await freePorts(1);
    const origin = `https://localhost:${httpsPort}`;
    await using system = await System.start({ origin, env: { DRAIN_SECONDS: String(drainSeconds), TRUST_PROXY_HOPS: "1" } });
    const addresses = (services: readonly ServiceProcess[]): string[] => services.map(({ port }) => `127.0.0.1:${port}`);
    await using _ = await startDoor({ api: addresses(system.apis), signal: addresses(system.signals), ...certificate, httpsPort });
    const trusting = { env: { NODE_EXTRA_CA_CERTS: certificate.cert } };
    await using crowd = new Crowd({ origin, processes: [new PeerProcess(trusting), new PeerProcess(trusting)] });
    await crowd.fill(50);
    await crowd.load(10);
    const joins = new Joins(origin, 20);
    await delay(2_000);

    const startedAtMs = Date.now();
    const endings: { readonly ending: Ending; readonly tookMs: number }[] = [];
    for (const index of [0, 1]) {
      const going = [system.apis[index], system.signals[index]].filter((service) => service !== undefined);
      const end = async (service: ServiceProcess): Promise<void> => {
        const toldAtMs = Date.now();
        const ending = await service.end("SIGTERM");
        endings.push({ ending, tookMs: Date.now() - toldAtMs });
        await service.restart();
      };
      await Promise.all(going.map(end));
    }
    await delay(2_000);
    await joins.stop();

    const gaps = gapsAfter(await crowd.events(), startedAtMs);
    const all = [...gaps, ...Array.from({ length: Math.max(0, 100 - gaps.length) }, () => 0)];
    figures.count("HTTP requests", joins.requests, { atLeast: 400 });
    figures.count("calls in which two met", joins.meetings, { atLeast: 100 });
    figures.count("failed HTTP requests or meetings", joins.failures.length);
    figures.ms("time without signaling, p50", percentile(all, 0.5), 0);
    figures.ms("time without signaling, p99", percentile(all, 0.99), 999);
    figures.count("processes that did not exit with 0", endings.filter(({ ending }) => ending !== 0).length);
    figures.ms("slowest exit", Math.max(...endings.map(({ tookMs }) => tookMs)), graceMs);
    await expectNothingLost(crowd, figures);
    if (joins.failures.length > 0) throw new Error(joins.failures.slice(0, 5).join("\n"));
  },
  { seats: 4 },
);
