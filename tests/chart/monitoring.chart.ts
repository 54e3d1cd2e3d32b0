import { readFileSync } from "node:fs";
import { alertGroups, dashboards } from "@tgcall/monitoring";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { chartFolder, type Manifest, parseManifests, render } from "./support/helm.ts";
import { at, listAt, ofKind } from "./support/objects.ts";

const on = [
  "--set",
  "metrics.monitor=service,metrics.rules.enabled=true,metrics.dashboards.enabled=true,tracing.endpoint=http://otel:4318",
];

const objectsOf = async (...more: readonly string[]): Promise<readonly Manifest[]> =>
  parseManifests(await render({ values: `${chartFolder}/ci/default-values.yaml`, more: [...on, ...more] }));

const rulesOf = (objects: readonly Manifest[]): readonly Record<string, unknown>[] =>
  listAt(ofKind(objects, "PrometheusRule")[0], "spec", "groups").flatMap((group) => listAt(group, "rules"));

describe("what one machine has, the cluster has:", () => {
  test("every dashboard, from the file that compose mounts, where Grafana's sidecar looks for it", async () => {
    const found = ofKind(await objectsOf(), "ConfigMap").filter((each) => at(each, "metadata", "labels", "grafana_dashboard") === "1");
    const files = Object.assign({}, ...found.map((each) => each["data"]));

    expect(Object.keys(files).toSorted()).toEqual(dashboards.map(({ name }) => `tgcall-${name}.json`).toSorted());
    for (const { name, path } of dashboards)
      expect(files[`tgcall-${name}.json`]).toBe(readFileSync(`${chartFolder}/files/${path}`, "utf8"));
  });

  test("every alert, with its braces, its own namespace and the page of the team", async () => {
    const rules = rulesOf(await objectsOf("--set", "metrics.rules.runbookUrl=https://wiki.example.com/"));
    const machine: Manifest = parse(readFileSync("infra/prometheus/alerts.yaml", "utf8"));
    const same = ({ expr, annotations, ...rest }: Record<string, unknown>): unknown => ({ ...rest, summary: at(annotations, "summary") });

    expect(rules.map(same)).toEqual(
      listAt(machine, "groups")
        .flatMap((group) => listAt(group, "rules"))
        .map(same),
    );
    expect(rules).toHaveLength(alertGroups.flatMap(({ alerts }) => alerts).length);
    for (const { alert, expr, annotations } of rules) {
      expect(expr).toContain('{namespace="calls"');
      expect(at(annotations, "runbook_url")).toBe(`https://wiki.example.com/${alert}.md`);
    }
  });

  test("the labels that queries ask for: job is the component, namespace and pod come from the operator", async () => {
    const monitors = ofKind(await objectsOf("--set", "redis.exporter.enabled=true"), "ServiceMonitor");
    const machine: Manifest = parse(readFileSync("infra/prometheus/prometheus.yaml", "utf8"));
    const jobs = listAt(machine, "scrape_configs").map(({ job_name: name }) => name);

    expect(new Set(monitors.map((each) => at(each, "spec", "jobLabel")))).toEqual(new Set(["app.kubernetes.io/component"]));
    for (const each of monitors) expect(jobs).toContain(at(each, "metadata", "labels", "app.kubernetes.io/component"));
  });

  test("traces, where an endpoint is named", async () => {
    const configs = ofKind(await objectsOf(), "ConfigMap").filter((each) => at(each, "data", "OTEL_EXPORTER_OTLP_ENDPOINT") !== undefined);

    expect(configs.map((each) => at(each, "data", "OTEL_EXPORTER_OTLP_ENDPOINT"))).toEqual(["http://otel:4318", "http://otel:4318"]);
  });
});

test("none of it is there unless it is asked for", async () => {
  const objects = parseManifests(await render({ values: `${chartFolder}/ci/default-values.yaml` }));

  expect(ofKind(objects, "PrometheusRule", "ServiceMonitor", "PodMonitor")).toEqual([]);
  expect(objects.filter((each) => at(each, "metadata", "labels", "grafana_dashboard") !== undefined)).toEqual([]);
});
