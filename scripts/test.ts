/**
 * Runs the named parts of the tests, or all that need nothing but this machine, one after another. Names at its end what failed; the last line is `N passed, N failed`.
 * npm run test:chart -- --runs 2000 tries that many values at random.
 */
import { parseArgs } from "node:util";
import { type Part, runPart } from "./test/run-part.ts";

const parts: Readonly<Record<string, Part>> = {
  unit: { project: "unit", tools: ["redis"] },
  e2e: { project: "e2e", tools: ["redis", "chromium"] },
  infra: { project: "infra", tools: ["redis", "chromium", "nginx", "coturn", "sslscan"] },
  compose: { project: "compose", tools: ["chromium", "sslscan", "iptables", "iproute"], needsDocker: true },
  chart: { project: "chart", tools: ["redis", "coturn"], goTools: ["helm", "helm4", "kubeconform", "kubeScore"] },
  observability: {
    project: "observability",
    tools: ["redis", "coturn", "prometheus", "redisExporter"],
    goTools: ["otelcol", "k6"],
  },
  load: { project: "load", tools: ["redis"], goTools: ["k6"] },
  chaos: { project: "chaos", tools: ["redis", "chromium", "nginx", "coturn", "iptables", "iproute"] },
  cluster: { project: "cluster", tools: ["chromium", "certutil"], goTools: ["helm"] },
};

/** These need a Docker engine or a cluster. */
const byNameAlone: readonly string[] = ["compose", "cluster"];

const { positionals: named, values: options } = parseArgs({ allowPositionals: true, options: { runs: { type: "string" } } });
if (options.runs !== undefined && !/^[1-9]\d*$/.test(options.runs)) {
  console.error(`--runs ${options.runs} is no number`);
  process.exit(2);
}
if (options.runs !== undefined) process.env["CHART_RUNS"] = options.runs;
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`unknown part ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}

let passed = 0;
const failures: string[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (named.length > 0 ? !named.includes(name) : byNameAlone.includes(name)) continue;
  const tally = await runPart(part, process.env["PATH"] ?? "");
  console.log(`${name}: ${tally.passed} passed, ${tally.failures.length} failed`);
  passed += tally.passed;
  failures.push(...tally.failures.map((failure) => `${name}: ${failure}`));
}

process.exitCode = failures.length === 0 ? 0 : 1;
if (failures.length > 0) console.log(`\nFailed:\n${failures.join("\n")}\n`);
console.log(`${passed} passed, ${failures.length} failed`);
