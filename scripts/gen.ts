/** Writes the generated files; with `--check` only says which are not up to date, and fails. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderChart } from "@tgcall/k8s";
import { renderFiles as renderMonitoring } from "@tgcall/monitoring";
import { renderConfigurationPage } from "./gen/configuration-page.ts";
import { renderEnvExample } from "./gen/env-example.ts";
import { renderLogsPage } from "./gen/logs-page.ts";
import { renderMetricsPage } from "./gen/metrics-page.ts";
import { renderOpenApi } from "./gen/openapi.ts";
import { renderPageHeaders } from "./gen/page-headers.ts";

interface Output {
  readonly path: string;
  readonly render: () => string;
}

const outputs: readonly Output[] = [
  { path: "docs/configuration.md", render: renderConfigurationPage },
  { path: "docs/logs.md", render: renderLogsPage },
  { path: "docs/metrics.md", render: renderMetricsPage },
  { path: ".env.example", render: renderEnvExample },
  { path: "services/api/openapi.json", render: renderOpenApi },
  { path: "infra/nginx/pages/page-headers.conf", render: renderPageHeaders },
  ...[...renderMonitoring()].map(([path, text]) => ({ path: `infra/${path}`, render: () => text })),
  ...[...renderChart()].map(([path, text]) => ({ path: `charts/tgcall/${path}`, render: () => text })),
];

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const stale: string[] = [];

for (const { path, render } of outputs) {
  const wanted = render();
  const present = await readFile(`${root}/${path}`, "utf8").catch(() => undefined);
  if (present === wanted) continue;
  stale.push(path);
  if (values.check) continue;
  await mkdir(dirname(`${root}/${path}`), { recursive: true });
  await writeFile(`${root}/${path}`, wanted);
}

if (values.check && stale.length > 0) {
  console.error(`not up to date, run "npm run gen": ${stale.join(", ")}`);
  process.exitCode = 1;
} else {
  console.log(stale.length === 0 ? "all generated files are up to date" : `written: ${stale.join(", ")}`);
}
