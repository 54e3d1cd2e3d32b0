import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alertGroups } from "./alerts/index.ts";
import { dashboards } from "./dashboards/index.ts";
import { type Matcher, type Selector, selectorsOf } from "./promql/parse.ts";
import { queriesOf } from "./queries.ts";
import { type Known, readCatalogue } from "./testing/catalogue.ts";

const catalogue = readCatalogue();

/** Labels that Prometheus gives in the cluster, and compose's Prometheus alike. */
const targetLabels = ["namespace", "pod"];

/** What is wrong with asking so; nothing when the services show such series. */
function faultsOf({ metric, matchers, isRange }: Selector): readonly string[] {
  const known = catalogue.get(metric);
  if (known === undefined) return [`nobody shows ${metric}`];
  const rate =
    isRange === (known.kind === "counter") ? [] : [`${metric} is a ${known.kind}: counters are asked for over a range, gauges are not`];
  return [...rate, ...matchers.flatMap((matcher) => faultsOfMatcher(metric, known, matcher))];
}

function faultsOfMatcher(metric: string, { labels, jobs }: Known, { label, operator, value }: Matcher): readonly string[] {
  if (targetLabels.includes(label)) return [];
  const values = label === "job" ? jobs : labels[label];
  if (values === undefined) return [`${metric} has no label ${label}`];
  const wanted = operator.endsWith("~") ? value.split("|") : [value];
  return wanted.filter((each) => !values.includes(each)).map((each) => `${metric} never has ${label}="${each}"`);
}

const questions: readonly (readonly [who: string, query: string])[] = [
  ...dashboards.flatMap(({ name, model }) =>
    queriesOf(model).map(({ panel, legend, expr }) => [`${name}: ${panel}, ${legend}`, expr] as const),
  ),
  ...alertGroups.flatMap(({ alerts }) => alerts.map(({ name, expr }) => [name, expr] as const)),
];

describe("what dashboards and alerts ask for is what the services show:", () => {
  test.each(questions)("%s", (_who, query) => {
    expect(selectorsOf(query).flatMap(faultsOf)).toEqual([]);
  });

  test.each([
    ["tgcall_unknown", /nobody/],
    ["rate(tgcall_signal_connections[1m])", /gauge/],
    ["tgcall_signal_closes_total", /counter/],
    ['tgcall_readiness{state="ready"}', /no label/],
    ['tgcall_readiness{status="redy"}', /never has/],
    ['tgcall_signal_connections{job="api"}', /never has/],
  ])("%s would not be", (query, fault) => {
    expect(selectorsOf(query).flatMap(faultsOf).join()).toMatch(fault);
  });
});

test("the chart names metrics that there are", () => {
  const scaled = readFileSync(new URL("../../../charts/tgcall/templates/signal/hpa.yaml", import.meta.url), "utf8");

  expect(scaled.match(/tgcall_\w+/g)?.filter((name) => !catalogue.has(name))).toEqual([]);
});
