import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { alertGroups } from "@tgcall/monitoring";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const folder = "infra/prometheus";
const names = new Set(alertGroups.flatMap(({ alerts }) => alerts.map(({ name }) => name)));
const files = globSync(`${folder}/tests/*.yaml`);

const promtool = (...words: readonly string[]): string => execFileSync("promtool", words, { encoding: "utf8" });

test("Prometheus takes the rules", () => {
  expect(promtool("check", "rules", `${folder}/alerts.yaml`)).toMatch(/SUCCESS/);
});

test("every alert has its tests, and every test its alert", () => {
  expect(files.map((path) => basename(path, ".yaml")).toSorted()).toEqual([...names].toSorted());
});

describe.each(files)("%s", (path) => {
  const alert = basename(path, ".yaml");
  const tests: readonly { readonly promql_expr_test: readonly { readonly expr: string; readonly exp_samples: readonly unknown[] }[] }[] =
    parse(readFileSync(path, "utf8")).tests;
  const expected = tests.flatMap((each) => each.promql_expr_test);

  test("has the alert fire, and stay silent", () => {
    expect(expected.filter(({ expr }) => !expr.startsWith(`ALERTS{alertname="${alert}"`))).toEqual([]);
    expect(expected.some(({ exp_samples: samples }) => samples.length > 0)).toBe(true);
    expect(expected.some(({ exp_samples: samples }) => samples.length === 0)).toBe(true);
  });

  test("is as Prometheus evaluates it", () => {
    expect(() => promtool("test", "rules", path)).not.toThrow();
  });
});
