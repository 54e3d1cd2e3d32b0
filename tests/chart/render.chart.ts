import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chartFolder, helms, lint, nameOf, parseManifests, render, valuesFiles } from "./support/helm.ts";
import { faultsOf } from "./support/schemas.ts";

describe.each(helms)("$name", ({ path: helm }) => {
  test.each(valuesFiles)("lints the values %s without a warning", async (_name, values) => {
    await expect(lint(helm, values)).resolves.toBeDefined();
  });

  test.each(valuesFiles)("renders the values %s into valid objects, each once", async (_name, values) => {
    const objects = parseManifests(await render({ helm, values }));

    expect(objects.flatMap((object) => faultsOf(object).map((fault) => `${nameOf(object)}: ${fault}`))).toEqual([]);
    expect(new Set(objects.map(nameOf)).size).toBe(objects.length);
    expect(objects.length).toBeGreaterThan(3);
  });

  test("takes its time of no more than a few seconds", async () => {
    const startedAt = performance.now();
    await render({ helm, values: `${chartFolder}/ci/ha-values.yaml` });

    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

test("a misspelled value is refused, and named", async () => {
  await expect(render({ values: valuesFiles[0]?.[1] ?? "", more: ["--set", "api.replica=3"] })).rejects.toThrow(/replica/);
});

test("a schema that does not know a field is no schema: a misspelled field of an object is found", () => {
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "x" }, spec: { selectr: {} } };

  expect(faultsOf(service)).toHaveLength(1);
});

test("no template of a resource, and no named one, has 150 lines", () => {
  const templates = globSync(`${chartFolder}/templates/**/*.{yaml,tpl}`).flatMap((path) =>
    readFileSync(path, "utf8").split(/^(?=\{\{- define)/m),
  );

  expect(templates.filter((template) => template.split("\n").length >= 150)).toEqual([]);
});

test("the chart's folder holds what is generated, the values of ci, and nothing else", async () => {
  const { renderChart } = await import("@tgcall/k8s");
  const present = globSync(`${chartFolder}/**/{.*,*}`, { withFileTypes: true }).filter((each) => each.isFile());

  expect(present.length).toBe(renderChart().size + valuesFiles.length);
});
