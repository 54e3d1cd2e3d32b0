import type { Gauge, Metrics } from "./metrics.ts";

/** How a process may stand. */
export const readinessStatuses = ["starting", "ready", "degraded", "draining"] as const;

type ReadinessGauge = Gauge<{ readonly status: typeof readinessStatuses }>;

/** Declares the metric that repeats what `/readyz` says. */
export const createReadinessMetric = (metrics: Metrics): ReadinessGauge =>
  metrics.gauge("tgcall_readiness", "1 for the status that the process is in; degraded means that the store is away.", {
    labels: { status: readinessStatuses },
  });
