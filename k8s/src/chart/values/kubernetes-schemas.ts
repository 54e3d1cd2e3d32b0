import { readFileSync } from "node:fs";
import type { JsonSchema } from "../../twofold/index.ts";

const file: { readonly definitions: Readonly<Record<string, unknown>> } = JSON.parse(
  readFileSync(new URL("../../../schemas/kubernetes-1.35.json", import.meta.url), "utf8"),
);

const lastOf = (name: string): string => name.split(".").at(-1) ?? name;

/** By the last parts of their names, with what no reader of values needs left out. */
const definitions = new Map(
  Object.entries(file.definitions).map(([name, definition]): [string, JsonSchema] => [
    lastOf(name),
    JSON.parse(JSON.stringify(definition), (key, value: unknown) => {
      if (key.startsWith("x-")) return undefined;
      return key === "$ref" ? `#/definitions/${lastOf(String(value))}` : value;
    }),
  ]),
);

const used = new Set<string>();

/** What Kubernetes says of a part of its manifests, strictly. */
export function kubernetes(name: string): JsonSchema {
  const definition = definitions.get(name);
  if (definition === undefined) throw new Error(`schemas/kubernetes-1.35.json has no ${name}`);
  if (!used.has(name)) {
    used.add(name);
    for (const [, referred = ""] of JSON.stringify(definition).matchAll(/"#\/definitions\/([^"]+)"/g)) kubernetes(referred);
  }
  return { $ref: `#/definitions/${name}` };
}

/** All that the schemas of fields refer to. */
export const kubernetesDefinitions = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries([...definitions].filter(([name]) => used.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
