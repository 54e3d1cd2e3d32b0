import type { Metrics } from "./metrics.ts";

/** What a store that several processes share says of itself; the names are those of its options. */
export interface StoreMetrics {
  readonly onCommand: (command: string, seconds: number, isOk: boolean) => void;
  readonly onProbe: (result: ProbeResult, seconds?: number) => void;
  readonly onDropped: (count: number, cause: DropCause) => void;
}

const probeResults = ["heard", "lost", "failed"] as const;
const dropCauses = ["overflow", "unsent", "malformed"] as const;
type ProbeResult = (typeof probeResults)[number];
type DropCause = (typeof dropCauses)[number];

const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** Declares what a service counts of Redis; `commands` names everything that is asked of it. */
export function createStoreMetrics(metrics: Metrics, commands: readonly string[]): StoreMetrics {
  const known = new Set(commands);
  const labels = { command: [...commands, "other"] };
  const times = metrics.histogram(
    "tgcall_redis_command_seconds",
    "How long commands to Redis took as seen from here, the failed ones included, in seconds, by command or script.",
    { labels, buckets },
  );
  const failures = metrics.counter("tgcall_redis_failures_total", "Commands to Redis that failed or got no answer in time, by command.", {
    labels,
  });
  const probes = metrics.counter(
    "tgcall_redis_probes_total",
    "Tries of the way through Redis and back into this process's own inbox, every three seconds; lost ones were sent and not heard.",
    { labels: { result: probeResults } },
  );
  const probeTimes = metrics.histogram(
    "tgcall_redis_probe_seconds",
    "How long a message took through Redis and back into this process's own inbox, in seconds.",
    { buckets },
  );
  const dropped = metrics.counter(
    "tgcall_bus_dropped_total",
    "Messages between pods that were dropped, by cause; clients send theirs again.",
    {
      labels: { cause: dropCauses },
    },
  );

  return {
    onCommand(name, seconds, isOk) {
      const command = known.has(name) ? name : "other";
      times.observe({ command }, seconds);
      if (!isOk) failures.inc({ command });
    },
    onProbe(result, seconds) {
      probes.inc({ result });
      if (seconds !== undefined) probeTimes.observe(seconds);
    },
    onDropped: (count, cause) => dropped.inc({ cause }, count),
  };
}
