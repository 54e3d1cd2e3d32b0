import type { Metrics } from "@tgcall/runtime";
import { createConnectionMetrics } from "./connection-metrics.ts";
import { createFrameMetrics } from "./frame-metrics.ts";
import { createRosterMetrics } from "./roster-metrics.ts";

/** What the signal service counts. */
export type SignalMetrics = ReturnType<typeof createConnectionMetrics> &
  ReturnType<typeof createFrameMetrics> &
  ReturnType<typeof createRosterMetrics>;

/** Declares the signal service's metrics. */
export const createSignalMetrics = (metrics: Metrics): SignalMetrics => ({
  ...createConnectionMetrics(metrics),
  ...createFrameMetrics(metrics),
  ...createRosterMetrics(metrics),
});
