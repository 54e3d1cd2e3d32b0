/**
 * Takes what the tests need out of upstream's schemas, without prose:
 * node tests/chart/schemas/vendor.ts <folder of v1.35.0-standalone-strict> <skaffold's v4beta14.json>
 *
 * Kubernetes: github.com/yannh/kubernetes-json-schema. Skaffold: github.com/GoogleContainerTools/skaffold, docs-v2/content/en/schemas. Both Apache-2.0.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { isRecord } from "@tgcall/protocol";

const kinds = [
  "v1/ConfigMap",
  "v1/Pod",
  "v1/Secret",
  "v1/Service",
  "v1/ServiceAccount",
  "apps/v1/DaemonSet",
  "apps/v1/Deployment",
  "apps/v1/StatefulSet",
  "autoscaling/v2/HorizontalPodAutoscaler",
  "batch/v1/Job",
  "networking.k8s.io/v1/Ingress",
  "networking.k8s.io/v1/NetworkPolicy",
  "policy/v1/PodDisruptionBudget",
  "rbac.authorization.k8s.io/v1/Role",
  "rbac.authorization.k8s.io/v1/RoleBinding",
];

const prose = new Set(["description", "x-intellij-html-description", "examples", "default"]);

/** A schema without prose; the names of properties are no prose. */
function bare(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((each) => bare(each));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => isNames || !prose.has(key));
  return Object.fromEntries(kept.map(([key, each]) => [key, bare(each, !isNames && (key === "properties" || key === "definitions"))]));
}

const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, "utf8"));
const write = (name: string, schema: unknown): void => writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(schema)}\n`);

function pickKubernetes(definitions: Readonly<Record<string, unknown>>): unknown {
  const names = new Map(Object.entries(definitions).flatMap(([name, each]) => kindsOf(each).map((kind) => [kind, name] as const)));
  const kept: Record<string, unknown> = {};
  const waiting = kinds.map((kind) => names.get(kind) ?? "");
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in kept) continue;
    kept[name] = bare(definitions[name]);
    waiting.push(...[...JSON.stringify(kept[name]).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, referred = ""]) => referred));
  }
  return { kinds: Object.fromEntries(kinds.map((kind) => [kind, names.get(kind)])), definitions: kept };
}

function kindsOf(definition: unknown): readonly string[] {
  const kindsGiven: unknown = isRecord(definition) ? definition["x-kubernetes-group-version-kind"] : [];
  return (Array.isArray(kindsGiven) ? kindsGiven : []).map(({ group, version, kind }) => [group, version, kind].filter(Boolean).join("/"));
}

const [kubernetes = "", skaffold = ""] = process.argv.slice(2);
write("../../../k8s/schemas/kubernetes-1.35.json", pickKubernetes(Object(read(`${kubernetes}/_definitions.json`)["definitions"])));
write("skaffold-v4beta14.json", bare(read(skaffold)));
