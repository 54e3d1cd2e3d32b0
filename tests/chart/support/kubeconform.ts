import { spawn } from "node:child_process";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { goToolPath } from "../../../scripts/test/go-tools.ts";
import { at, listAt } from "./objects.ts";
import { foreignKinds, kubernetesSchemas } from "./schemas.ts";

/**
 * What kubeconform, strictly, has against the manifests. The schemas are those of this folder, or by KUBERNETES_SCHEMAS a folder or an address
 * that is laid out like https://github.com/yannh/kubernetes-json-schema.
 */
export async function kubeconform(manifests: string): Promise<{ readonly faults: readonly string[]; readonly valid: number }> {
  using own = mkdtempDisposableSync(join(tmpdir(), "schemas-"));
  const given = process.env["KUBERNETES_SCHEMAS"];
  if (given === undefined) for (const [name, schema] of kubernetesSchemas()) writeFileSync(join(own.path, name), JSON.stringify(schema));
  const location = given === undefined ? own.path : `${given}/{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}`;
  const child = spawn(goToolPath("kubeconform"), [
    ...["-strict", "-summary", "-verbose", "-output", "json", "-kubernetes-version", "1.35.0", "-skip", foreignKinds.join(",")],
    ...["-schema-location", `${location}/{{.ResourceKind}}{{.KindSuffix}}.json`],
  ]);
  child.stdin.end(manifests);
  const report: unknown = await json(child.stdout);
  const faults = listAt(report, "resources")
    .filter(({ status }) => status !== "statusValid" && status !== "statusSkipped")
    .map(({ kind, name, msg }) => `${kind}/${name}: ${msg}`)
    .toSorted();
  return { faults, valid: Number(at(report, "summary", "valid")) };
}
