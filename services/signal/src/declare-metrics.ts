import { createReadinessMetric, createStoreMetrics, createTrustMetrics, type Metrics } from "@tgcall/runtime";
import { redisCommandNames } from "@tgcall/store";
import { createSignalMetrics } from "./metrics.ts";
import { createPodGauges } from "./pod-gauges.ts";

const none = (): number => 0;

/** Declares every metric of the signal service, for the page that describes them. */
export function declareMetrics(metrics: Metrics): void {
  createReadinessMetric(metrics);
  createStoreMetrics(metrics, redisCommandNames);
  createTrustMetrics(metrics);
  createSignalMetrics(metrics);
  createPodGauges(metrics, {
    ...{ connections: none, peers: none, rooms: none, ghosts: none, calls: none },
    ...{ bufferedBytes: none, drainSeconds: none },
  });
}
