import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempDisposableSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

const chart = `
import { App, Chart } from "cdk8s";
import { evaluateManifests, group, integer, printTemplates, Resource, Templates, valuesOf } from "twofold";
const fields = group("", { replicas: integer("how many", 2, { max: 9 }) });
const program = (app) => {
  const chart = new Chart(app, "tiny");
  new Resource(chart, "thing", { apiVersion: "v1", kind: "Thing", spec: { replicas: valuesOf(fields).replicas } });
  return chart;
};
const printed = printTemplates(program, new Templates()).get("thing.yaml");
const [{ object }] = evaluateManifests(program, { values: { replicas: 3 } });
console.log(JSON.stringify([printed, object]));
`;

test("it can be published on its own: compiled, and beside nothing but what its package.json names, it makes a chart", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "twofold-"));
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  const installed = join(folder.path, "node_modules");
  const compiled = join(installed, "twofold");
  const sources = join(folder.path, "sources");
  cpSync(here, sources, { recursive: true, filter: (path) => !/\.test\.ts$|testing$/.test(path) });
  mkdirSync(compiled, { recursive: true });
  for (const name of [...Object.keys(dependencies), "@types"]) symlinkSync(join(root, "node_modules", name), join(installed, name));
  const options = {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: { types: ["node"], noEmit: false, outDir: compiled, rootDir: sources },
  };
  writeFileSync(join(sources, "tsconfig.json"), JSON.stringify({ ...options, include: ["*.ts"] }));

  execFileSync(join(root, "node_modules/.bin/tsc"), ["--project", sources], { encoding: "utf8" });
  rmSync(sources, { recursive: true });
  writeFileSync(join(compiled, "package.json"), JSON.stringify({ name: "twofold", type: "module", exports: "./index.js" }));
  writeFileSync(join(folder.path, "chart.mjs"), chart);

  const made: unknown = JSON.parse(execFileSync(process.execPath, [join(folder.path, "chart.mjs")], { encoding: "utf8" }));
  expect(made).toEqual([
    expect.stringMatching(/\nspec:\n {2}replicas: \{\{ \.Values\.replicas }}\n$/),
    expect.objectContaining({ kind: "Thing", spec: { replicas: 3 } }),
  ]);
});
