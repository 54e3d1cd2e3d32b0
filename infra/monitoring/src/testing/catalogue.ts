import { declareMetrics as declareApi } from "@tgcall/api/metrics";
import { createMetrics, type MetricDescription, type Metrics } from "@tgcall/runtime";
import { declareMetrics as declareSignal } from "@tgcall/signal/metrics";

/** A metric, and the jobs that have it. */
export interface Known extends Pick<MetricDescription, "kind" | "labels"> {
  readonly jobs: readonly string[];
}

const services: Readonly<Record<string, (metrics: Metrics) => void>> = { api: declareApi, signal: declareSignal };

/** What other programs show, of which queries ask: of redis_exporter, and of Prometheus itself. */
const foreign: Readonly<Record<string, Known>> = Object.fromEntries(
  [
    "redis_memory_used_bytes",
    "redis_memory_max_bytes",
    "redis_connected_clients",
    "redis_blocked_clients",
    "redis_db_keys",
    "redis_db_keys_expiring",
  ].map((name) => [name, { kind: "gauge", labels: {}, jobs: ["redis"] }]),
);

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
