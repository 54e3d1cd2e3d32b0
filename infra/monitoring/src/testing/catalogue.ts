import { declareMetrics as declareApi } from "@tgcall/api/metrics";
import { createMetrics, type MetricDescription, type Metrics } from "@tgcall/runtime";
import { declareMetrics as declareSignal } from "@tgcall/signal/metrics";

/** A metric, and the jobs that have it. */
export interface Known extends Pick<MetricDescription, "kind" | "labels"> {
  readonly jobs: readonly string[];
}

const services: Readonly<Record<string, (metrics: Metrics) => void>> = { api: declareApi, signal: declareSignal };

const shown = (job: string, kind: Known["kind"], ...names: readonly string[]): readonly (readonly [string, Known])[] =>
  names.map((name) => [name, { kind, labels: {}, jobs: [job] }]);

/** What other programs show, of which queries ask: redis_exporter, and coturn (src/apps/relay/prom_server.c of its 4.17). */
const foreign: Readonly<Record<string, Known>> = Object.fromEntries([
  ...shown(
    "redis",
    "gauge",
    "redis_memory_used_bytes",
    "redis_memory_max_bytes",
    "redis_connected_clients",
    "redis_blocked_clients",
    "redis_db_keys",
    "redis_db_keys_expiring",
  ),
  ...shown("coturn", "gauge", "turn_total_allocations"),
  ...shown(
    "coturn",
    "counter",
    "turn_total_traffic_rcvb",
    "turn_total_traffic_sentb",
    "turn_unauthenticated_401_requests",
    "turn_unauthenticated_401_dropped_responses",
  ),
]);

/** Every metric by the names of its series: a histogram has three. */
export function readCatalogue(): ReadonlyMap<string, Known> {
  const catalogue = new Map<string, Known>(Object.entries(foreign));
  for (const [job, declare] of Object.entries(services)) {
    const metrics = createMetrics({ service: job });
    declare(metrics);
    for (const { name, kind, labels } of metrics.catalogue)
      for (const [series, known] of seriesOf(name, { kind, labels, jobs: [job] }))
        catalogue.set(series, { ...known, jobs: [...(catalogue.get(series)?.jobs ?? []), job] });
  }
  return catalogue;
}

const seriesOf = (name: string, known: Known): readonly (readonly [string, Known])[] =>
  known.kind === "histogram"
    ? ["bucket", "sum", "count"].map((part) => [`${name}_${part}`, { ...known, kind: "counter" }])
    : [[name, known]];
