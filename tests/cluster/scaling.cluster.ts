import { test } from "vitest";
import { Joins } from "../chaos/support/joins.ts";
import { at, listAt } from "../chart/support/objects.ts";
import { untilSettled } from "./support/disruption.ts";
import { theInstallation } from "./support/installation.ts";
import { read, untilNothing } from "./support/kubectl.ts";
import { runMetricsAdapter } from "./support/metrics-adapter.ts";
import { Release } from "./support/release.ts";
import { shown } from "./support/shown.ts";
import { Traffic } from "./support/traffic.ts";

const installation = theInstallation();
const { namespace, values, origin } = installation;
const title = "load makes api and signal scale out by their CPU, and back in when it is over, and nobody drops out";

/** As an operator would have them, but on little: two cores must reach the target. */
const autoscaling = { type: "hpa", minReplicas: 2, maxReplicas: 4, targetCpuPercent: 70, scaleDownSeconds: 20 };
const resources = { requests: { cpu: "60m", memory: "128Mi" }, limits: { memory: "384Mi" } };
const scaled = (name: string): object => ({ image: Object(values[name]).image, autoscaling, resources });

const replicasOf = async (name: string): Promise<number> =>
  Number(at(await read("deployment", namespace, `tgcall-${name}`), "spec", "replicas"));

/** Waits until both have so many pods; answers how long it took. */
const untilReplicas = (isEnough: (replicas: number) => boolean, withinMs: number): Promise<number> =>
  untilNothing(async () => {
    const replicas = await Promise.all(["api", "signal"].map(replicasOf));
    return replicas.every(isEnough) ? "" : `api and signal have ${replicas.join(" and ")} pods`;
  }, withinMs);

test(title, () =>
  shown(title, async (figures) => {
    const release = new Release("tgcall", namespace);
    await release.upgrade({ values: { ...values, api: scaled("api"), signal: scaled("signal") } });
    await untilReplicas((replicas) => replicas === 2, 120_000);
    await untilSettled(namespace);
    await using traffic = await Traffic.start(installation, { calls: 30, browserCalls: 0 });

    await traffic.during(figures, async () => {
      await traffic.crowd.load(12);
      const joins = new Joins(origin, 16);
      figures.ms("scaled out after", await untilReplicas((replicas) => replicas > 2, 120_000), 120_000);
      await joins.stop();
      await traffic.crowd.load(0);
      figures.ms("scaled in after", await untilReplicas((replicas) => replicas === 2, 240_000), 240_000);
      await untilSettled(namespace);
      figures.count("requests of the load that failed", joins.failures.length);
    });
    await release.upgrade({ values });
    await untilSettled(namespace);
  }),
);

const counted = "connections make signal scale out by what prometheus-adapter tells the autoscaler";

test(counted, () =>
  shown(
    counted,
    async (figures) => {
      const target = 10;
      const metrics = `${namespace}-metrics`;
      await using _ = await runMetricsAdapter(metrics, namespace);
      const byConnections = { ...autoscaling, targetCpuPercent: 0, targetConnections: target };
      const release = new Release("tgcall", namespace);
      const networkPolicy = { metricsFrom: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": metrics } } }] };
      const signal = { image: Object(values["signal"]).image, autoscaling: byConnections };
      await release.upgrade({ values: { ...values, signal, networkPolicy } });
      await using traffic = await Traffic.start(installation, { calls: 15, browserCalls: 0 });

      await traffic.during(figures, async () => {
        figures.ms(
          "scaled out after",
          await untilNothing(async () => ((await replicasOf("signal")) > 2 ? "" : "still 2 pods"), 120_000),
          120_000,
        );
      });

      const hpa = await read("hpa", namespace, "tgcall-signal");
      const [seen] = listAt(hpa, "status", "currentMetrics").map((each) => at(each, "pods", "current", "averageValue"));
      figures.count("connections a pod, as the autoscaler sees them", Number(seen), { atLeast: 1 });
      await release.upgrade({ values });
      await untilSettled(namespace);
    },
    [namespace, `${namespace}-metrics`],
  ),
);
