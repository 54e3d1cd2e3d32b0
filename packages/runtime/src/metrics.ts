import { collectDefaultMetrics, Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry } from "prom-client";
import packageJson from "../package.json" with { type: "json" };

/** Labels of a metric with every value that each may have: ids never become labels. */
export type LabelSets = Readonly<Record<string, readonly string[]>>;
type NoLabels = Record<never, never>;
type Labels<Sets extends LabelSets> = { readonly [Name in keyof Sets]: Sets[Name][number] };
type With<Sets extends LabelSets, Rest extends unknown[]> = keyof Sets extends never ? Rest : [labels: Labels<Sets>, ...Rest];

/** `tgcall_<service>_<noun>_<unit or total>` */
export type MetricName = `tgcall_${string}`;

/** Counts events; never falls. */
export interface Counter<Sets extends LabelSets = NoLabels> {
  inc(...args: With<Sets, [by?: number]>): void;
}

/** A value that rises and falls. */
export interface Gauge<Sets extends LabelSets = NoLabels> {
  set(...args: With<Sets, [value: number]>): void;
}

/** Observations in buckets, in the unit of the metric's name. */
export interface Histogram<Sets extends LabelSets = NoLabels> {
  observe(...args: With<Sets, [value: number]>): void;
}

interface Options<Sets extends LabelSets> {
  readonly labels?: Sets;
}

/** One service's metrics; each is declared once, with a sentence of help, and begins at zero for every label. */
export interface Metrics {
  counter<const Sets extends LabelSets = NoLabels>(name: MetricName, help: string, options?: Options<Sets>): Counter<Sets>;
  /** `read`, when given, is asked whenever the metrics are read. */
  gauge<const Sets extends LabelSets = NoLabels>(
    name: MetricName,
    help: string,
    options?: Options<Sets> & { readonly read?: () => number },
  ): Gauge<Sets>;
  histogram<const Sets extends LabelSets = NoLabels>(
    name: MetricName,
    help: string,
    options: Options<Sets> & { readonly buckets: readonly number[] },
  ): Histogram<Sets>;
  readonly registry: Registry;
}

/** The process's own figures (event loop lag, memory, open files) under `tgcall_`, and room for the service's. */
export function createMetrics({ service }: { readonly service: string }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, prefix: "tgcall_" });
  const registers = [registry];

  const metrics: Metrics = {
    registry,

    counter(name, help, { labels = {} } = {}) {
      const counter = new PromCounter({ name, help, registers, labelNames: Object.keys(labels) });
      for (const combination of combinations(labels)) counter.inc(combination, 0);
      return { inc: (...args) => withLabels(args, (given, by = 1) => counter.inc(given, by)) };
    },

    gauge(name, help, { labels = {}, read } = {}) {
      const collect = read === undefined ? {} : { collect: () => gauge.set(read()) };
      const gauge: PromGauge = new PromGauge({ name, help, registers, labelNames: Object.keys(labels), ...collect });
      for (const combination of combinations(labels)) gauge.set(combination, 0);
      return { set: (...args) => withLabels(args, (given, value = 0) => gauge.set(given, value)) };
    },

    histogram(name, help, { buckets, labels = {} }) {
      const histogram = new PromHistogram({ name, help, registers, buckets: [...buckets], labelNames: Object.keys(labels) });
      for (const combination of combinations(labels)) histogram.zero(combination);
      return { observe: (...args) => withLabels(args, (given, value = 0) => histogram.observe(given, value)) };
    },
  };

  const build = new PromGauge({ name: "tgcall_build_info", help: "Which build runs.", registers, labelNames: ["version", "node"] });
  build.set({ version: packageJson.version, node: process.version }, 1);
  return metrics;
}

type Combination = Readonly<Record<string, string>>;

/** Metrics without labels are called with the number alone. */
function withLabels(args: readonly unknown[], act: (labels: Combination, value: number | undefined) => void): void {
  const [first, second] = args;
  if (typeof first === "object") act(first as Combination, second as number | undefined);
  else act({}, first as number | undefined);
}

const combinations = (sets: LabelSets): readonly Combination[] =>
  Object.entries(sets).reduce<readonly Combination[]>(
    (known, [name, values]) => known.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value }))),
    [{}],
  );
