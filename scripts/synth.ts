/** Writes plain manifests for some values, as Helm would render them: npm run synth -- --values values.yaml --out manifests */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { readYaml, ValuesError, writeYaml } from "@tgcall/k8s";
import { findSecret, manifestFiles } from "./synth/manifest-files.ts";

const { values: options } = parseArgs({
  options: {
    values: { type: "string", multiple: true, default: [] },
    out: { type: "string", default: "artifacts/manifests" },
    release: { type: "string", default: "tgcall" },
    namespace: { type: "string", default: "default" },
  },
});

const { out, release, namespace } = options;
const layers: readonly unknown[] = options.values.map((path) => readYaml(readFileSync(path, "utf8")));
const earlier = (path: string): string | undefined => (existsSync(join(out, path)) ? readFileSync(join(out, path), "utf8") : undefined);

try {
  const files = manifestFiles(layers, { release, namespace, lookup: findSecret(earlier) });
  for (const [path, object] of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), writeYaml(object), { mode: object["kind"] === "Secret" ? 0o600 : 0o644 });
  }
  console.log(`${files.size} manifests in ${out}`);
} catch (error) {
  if (!(error instanceof ValuesError)) throw error;
  console.error(error.message.trim());
  process.exitCode = 1;
}
