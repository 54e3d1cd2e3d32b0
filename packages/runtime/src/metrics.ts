import { Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry } from "prom-client";
import packageJson from "../package.json" with { type: "json" };
import { collectProcessMetrics } from "./process-metrics.ts";

/** Bounds of histograms of what a service does for one request, in seconds. */
export const requestBuckets: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Labels of a metric with every value that each may have: ids never become labels. */
export type LabelSets = Readonly<Record<string, readonly string[]>>;
type NoLabels = Record<never, never>;
type Labels<Sets extends LabelSets> = { readonly [Name in keyof Sets]: Sets[Name][number] };
type With<Sets extends LabelSets, Rest extends unknown[]> = keyof Sets extends never ? Rest : [labels: Labels<Sets>, ...Rest];

/** `tgcall_<service>_<noun>_<unit or total>` */
export type MetricName = `tgcall_${string}`;

/** What a metric means, in a sentence: its unit, and what counts. */
export type Sentence = `${string}.`;

/** A metric as operators read of it; `labels` has every value that each may have. */
export interface MetricDescription {
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: LabelSets;
}

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
  counter<const Sets extends LabelSets = NoLabels>(name: MetricName, help: Sentence, options?: Options<Sets>): Counter<Sets>;
  /** `read`, when given, is asked for each label whenever the metrics are read. */
  gauge<const Sets extends LabelSets = NoLabels>(
    name: MetricName,
    help: Sentence,
    options?: Options<Sets> & { readonly read?: (labels: Labels<Sets>) => number },
  ): Gauge<Sets>;
  histogram<const Sets extends LabelSets = NoLabels>(
    name: MetricName,
    help: Sentence,
    options: Options<Sets> & { readonly buckets: readonly number[] },
  ): Histogram<Sets>;
  readonly registry: Registry;
  /** Everything that is declared, in the order of its declaration. */
  readonly catalogue: readonly MetricDescription[];
}

/** The process's own figures (event loop lag, memory, open files) under `tgcall_`, and room for the service's. */
export function createMetrics({ service }: { readonly service: string }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const catalogue: MetricDescription[] = [...collectProcessMetrics(registry)];
  const registers = [registry];

  const metrics: Metrics = {
    registry,
    catalogue,

    counter(name, help, { labels = {} } = {}) {
      catalogue.push({ name, kind: "counter", help, labels });
      const counter = new PromCounter({ name, help, registers, labelNames: Object.keys(labels) });
      for (const combination of combinations(labels)) counter.inc(combination, 0);
      return { inc: (...args) => withLabels(args, (given, by = 1) => counter.inc(given, by)) };
    },

    gauge(name, help, { labels = {}, read } = {}) {
      catalogue.push({ name, kind: "gauge", help, labels });
      const each = combinations(labels);
      const readAll = (): void => {
        for (const combination of each) gauge.set(combination, read?.(combination as never) ?? 0);
      };
      const collect = read === undefined ? {} : { collect: readAll };
      const gauge: PromGauge = new PromGauge({ name, help, registers, labelNames: Object.keys(labels), ...collect });
      for (const combination of each) gauge.set(combination, 0);
      return { set: (...args) => withLabels(args, (given, value = 0) => gauge.set(given, value)) };
    },

    histogram(name, help, { buckets, labels = {} }) {
      catalogue.push({ name, kind: "histogram", help, labels });
      const histogram = new PromHistogram({ name, help, registers, buckets: [...buckets], labelNames: Object.keys(labels) });
      for (const combination of combinations(labels)) histogram.zero(combination);
      return { observe: (...args) => withLabels(args, (given, value = 0) => histogram.observe(given, value)) };
    },
  };

  const build = { version: [packageJson.version], node: [process.version] };
  metrics
    .gauge("tgcall_build_info", "1; the labels say which version of TGCall and of Node runs.", { labels: build })
    .set({ version: packageJson.version, node: process.version }, 1);
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
