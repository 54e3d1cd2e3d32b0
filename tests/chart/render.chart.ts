import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { chartFolder, helms, lint, nameOf, parseManifests, render, valuesFiles } from "./support/helm.ts";
import { kubeconform } from "./support/kubeconform.ts";
import { allPods, at, listAt, ownContainers } from "./support/objects.ts";
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

  test.each(valuesFiles)("renders the values %s into what kubeconform takes, strictly", async (_name, values) => {
    const { faults, valid } = await kubeconform(await render({ helm, values }));

    expect(faults).toEqual([]);
    expect(valid).toBeGreaterThan(3);
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

test("kubeconform finds a misspelled field, and a kind that it does not know", async () => {
  const { faults } = await kubeconform(
    [
      { apiVersion: "v1", kind: "Service", metadata: { name: "x" }, spec: { selectr: {} } },
      { apiVersion: "v1", kind: "Servise", metadata: { name: "y" } },
    ]
      .map((object) => JSON.stringify(object))
      .join("\n---\n"),
  );

  expect(faults).toEqual([expect.stringMatching(/^Service\/x: .*selectr/s), expect.stringMatching(/^Servise\/y: /)]);
});

test.each(valuesFiles)("what the values %s render into has no empty lines but in texts", async (_name, values) => {
  const objects = (await render({ values })).split(/^---$/m).filter((object) => !/^kind: (ConfigMap|PrometheusRule)$/m.test(object));

  expect(objects.length).toBeGreaterThan(3);
  expect(objects.filter((object) => /\n[ ]*\n[^\n]/.test(object.trim()))).toEqual([]);
});

test("no line of a template is longer than an eye takes in, but sentences", () => {
  const long = globSync(`${chartFolder}/templates/**/*.{yaml,tpl}`).flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line.length > 260 && !line.includes("append $wrong"))
      .map((line) => `${path}: ${line}`),
  );

  expect(long).toEqual([]);
});

test("each decision that an operator asks about has its reason beside it", () => {
  const templates = globSync(`${chartFolder}/templates/**/*.{yaml,tpl}`).map((path) => readFileSync(path, "utf8"));
  const reasons = templates.flatMap((text) => text.match(/^ *# [A-Z][^\n]*\.\n *[a-zA-Z./-]+:/gm) ?? []);

  const explained = new Set(reasons.map((reason) => reason.split("\n")[1]?.trim().replace(/:$/, "")));
  for (const key of [
    "automountServiceAccountToken",
    "terminationGracePeriodSeconds",
    "maxUnavailable",
    "maxSurge",
    "lifecycle",
    "livenessProbe",
    "hostNetwork",
    "add",
    "podManagementPolicy",
    "scaleDown",
    "nginx.ingress.kubernetes.io/upstream-hash-by",
    "nginx.ingress.kubernetes.io/proxy-next-upstream",
  ])
    expect(explained).toContain(key);
});

test("Chart.yaml names every image that the values may deploy", async () => {
  const chart: unknown = parse(readFileSync(`${chartFolder}/Chart.yaml`, "utf8"));
  const named = listAt({ images: parse(String(at(chart, "annotations", "artifacthub.io/images"))) }, "images").map(({ image }) => image);

  const rendered = await Promise.all(valuesFiles.map(async ([, values]) => parseManifests(await render({ values }))));
  const deployed = rendered.flatMap((objects) => allPods(objects).flatMap((pod) => ownContainers(pod).map(({ image }) => String(image))));
  const ofChart = new Set(deployed.filter((image) => image.startsWith("docker.io/") && !image.includes("@")));

  expect([...ofChart].filter((image) => !named.includes(image))).toEqual([]);
  expect(ofChart.size).toBeGreaterThan(5);
});

test("no template has 150 lines", () => {
  const long = globSync(`${chartFolder}/templates/**/*.{yaml,tpl,txt}`).filter(
    (path) => readFileSync(path, "utf8").split("\n").length >= 150,
  );

  expect(long).toEqual([]);
});

test("the chart's folder holds what is generated, the values of ci, and nothing else", async () => {
  const { renderChart } = await import("@tgcall/k8s");
  const present = globSync(`${chartFolder}/**/{.*,*}`, { withFileTypes: true }).filter((each) => each.isFile());

  expect(present.length).toBe(renderChart().size + valuesFiles.length);
});
