import { createReadinessMetric, createStoreMetrics, createTrustMetrics, type Metrics } from "@tgcall/runtime";
import { redisCommandNames } from "@tgcall/store";
import { createApiMetrics } from "./metrics.ts";
import { apiPaths } from "./openapi/document.ts";
import { createOutcomeMetrics } from "./outcome-metrics.ts";
import { createTurnProbeMetrics } from "./turn-probe/metrics.ts";

/** Declares every metric of the api service, for the page that describes them. */
export function declareMetrics(metrics: Metrics): void {
  createReadinessMetric(metrics);
  createStoreMetrics(metrics, redisCommandNames);
  createTrustMetrics(metrics);
  createApiMetrics(metrics, apiPaths());
  createOutcomeMetrics(metrics);
  createTurnProbeMetrics(metrics);
}
