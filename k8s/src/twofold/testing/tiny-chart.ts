import { type App, Chart } from "cdk8s";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import {
  type Context,
  evaluateManifests,
  flag,
  group,
  integer,
  manifest,
  manifests,
  printTemplates,
  Resource,
  records,
  string,
  stringMap,
  strings,
  Templates,
  type Tree,
  valuesOf,
} from "../index.ts";

/** Values of every kind. */
const tinyValues = group("", {
  name: string("a name", "web", { pattern: "^[a-z][a-z0-9-]*$" }),
  motd: string("free text", ""),
  small: integer("a small number", 3, { max: 10 }),
  big: integer("a big number", 5_000_000),
  isOn: flag("a flag", true),
  labels: stringMap("labels"),
  words: strings("words", []),
  affinity: manifest("an affinity"),
  tolerations: manifests<{ key?: string }>("tolerations"),
  hosts: records("hosts", { host: string("a host", ""), port: integer("a port", 80, { max: 65_535 }) }),
  nested: group("deeper", { level: integer("how deep", 1, { max: 9 }) }),
});

export const tiny = valuesOf(tinyValues);

/** A chart of one ConfigMap-like object that holds `tree` under `data`; what it means to Kubernetes does not matter here. */
export const programOf =
  (tree: unknown) =>
  (app: App): Chart => {
    const root = new Chart(app, "tiny");
    // The tests try trees of every form where the type says texts.
    new Resource<IConfigMap>(root, "thing", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "thing" },
      data: tree as Tree<Record<string, string>>,
    });
    return root;
  };

export const contextOf = (values: Record<string, unknown>): Context => ({
  values: { ...Object(tinyValues.fallback), ...values },
  release: { name: "rel", namespace: "space", revision: 1, service: "Helm" },
  chart: { name: "tiny", version: "1.0.0", appVersion: "1.0.0" },
  readFile: (path) => (path === "rules.yaml" ? 'says: "{{ here }} in WHERE"\n' : "a file\n"),
  lookup: () => undefined,
  random: (length) => "x".repeat(length),
});

/** What the templates have under `data`. */
export const print = (tree: unknown): string => {
  const file = printTemplates(programOf(tree), new Templates()).get("thing.yaml") ?? "";
  return file.slice(file.indexOf("\ndata:") + 6).trim();
};

/** What `data` is under these values. */
export const evaluate = (tree: unknown, values: Record<string, unknown> = {}): unknown =>
  evaluateManifests(programOf(tree), contextOf(values))[0]?.object["data"];
