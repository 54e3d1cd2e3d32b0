import { collectDefaultMetrics, type Registry } from "prom-client";
import type { MetricDescription } from "./metrics.ts";

const prefix = "tgcall_";

type Kept = Pick<MetricDescription, "kind" | "help"> & Partial<Pick<MetricDescription, "labels">>;

/** What is kept of prom-client's default metrics; the others repeat these or tell nobody anything. */
const kept: Readonly<Record<string, Kept>> = {
  process_cpu_user_seconds_total: { kind: "counter", help: "CPU time that the process's own code used, in seconds." },
  process_cpu_system_seconds_total: { kind: "counter", help: "CPU time that the kernel used for the process, in seconds." },
  process_cpu_seconds_total: { kind: "counter", help: "CPU time of both kinds, in seconds." },
  process_start_time_seconds: { kind: "gauge", help: "When the process started, in seconds since 1970." },
  process_resident_memory_bytes: { kind: "gauge", help: "Memory that the process holds, in bytes." },
  process_open_fds: { kind: "gauge", help: "Files and sockets that the process has open." },
  process_max_fds: { kind: "gauge", help: "How many files and sockets the process may have open." },
  nodejs_eventloop_lag_seconds: { kind: "gauge", help: "How late the event loop was when the metrics were read, in seconds." },
  nodejs_eventloop_lag_p50_seconds: { kind: "gauge", help: "Median lateness of the event loop since the last reading, in seconds." },
  nodejs_eventloop_lag_p99_seconds: {
    kind: "gauge",
    help: "Lateness of the event loop that 99 of 100 turns stayed below since the last reading, in seconds.",
  },
  nodejs_heap_size_total_bytes: { kind: "gauge", help: "Memory that is set aside for JavaScript objects, in bytes." },
  nodejs_heap_size_used_bytes: { kind: "gauge", help: "Memory that JavaScript objects take, in bytes." },
  nodejs_gc_duration_seconds: {
    kind: "histogram",
    help: "How long garbage collections stopped the process, in seconds, by kind.",
    labels: { kind: ["major", "minor", "incremental", "weakcb"] },
  },
};

/** Registers the process's own figures, and describes them. */
export function collectProcessMetrics(registry: Registry): readonly MetricDescription[] {
  collectDefaultMetrics({ register: registry, prefix });
  const wanted = Object.entries(kept).map(([name, description]) => ({ name: `${prefix}${name}`, labels: {}, ...description }));
  const names = new Set(wanted.map(({ name }) => name));
  for (const { name } of registry.getMetricsAsArray()) if (!names.has(name)) registry.removeSingleMetric(name);
  return wanted;
}
