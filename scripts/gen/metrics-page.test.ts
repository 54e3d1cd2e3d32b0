import { declareMetrics as declareApi } from "@tgcall/api/metrics";
import { createMetrics } from "@tgcall/runtime";
import { declareMetrics as declareSignal } from "@tgcall/signal/metrics";
import { expect, test } from "vitest";
import { metricsGroups, renderMetricsPage } from "./metrics-page.ts";

const described = metricsGroups.flatMap(({ metrics }) => metrics);

test("every metric that a service shows stands on the page once, with a sentence", () => {
  for (const [service, declare] of Object.entries({ api: declareApi, signal: declareSignal })) {
    const metrics = createMetrics({ service });
    declare(metrics);
    for (const { name } of metrics.registry.getMetricsAsArray()) expect(renderMetricsPage().split(`| \`${name}\` |`)).toHaveLength(2);
  }
  for (const { name, help } of described) expect({ name, help }).toEqual({ name, help: expect.stringMatching(/^[A-Z1].{15,}\.$/) });
});

test("every name begins with tgcall_, and says its unit or that it counts", () => {
  for (const { name, kind } of described) {
    expect(name).toMatch(/^tgcall_[a-z0-9_]+$/);
    if (kind === "counter") expect(name).toMatch(/_total$/);
    if (kind === "histogram") expect(name).toMatch(/_(?:seconds|bytes|ratio)$/);
  }
});

test("labels are sets of plain words, never ids", () => {
  for (const { name, labels } of described) {
    for (const [label, values] of Object.entries(labels)) {
      expect(new Set(values).size, `${name} ${label}`).toBe(values.length);
      if (name !== "tgcall_build_info" && label !== "route") for (const value of values) expect(value).toMatch(/^[a-z0-9][a-z0-9_-]*$/);
    }
  }
});

test("one process shows fewer than two thousand samples", async () => {
  for (const declare of [declareApi, declareSignal]) {
    const metrics = createMetrics({ service: "any" });
    declare(metrics);
    const samples = (await metrics.registry.metrics()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(samples.length).toBeLessThan(2_000);
  }
});
