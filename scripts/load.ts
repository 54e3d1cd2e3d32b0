/** `npm run load -- smoke|calls|signaling|storm|soak [--url …]`: k6 plays calls against any TGCall and judges it by the objectives. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { scenarioLines, scenarioOf } from "../loadtest/src/scenarios.ts";
import { ensureGoTools, goToolPath } from "./test/go-tools.ts";

const usage = `usage: npm run load -- <scenario> [--url http://localhost:3000] [--rate <calls a second>] [--minutes <how long>] [--out artifacts/load]
${scenarioLines.join("\n")}
The target needs RATE_CREATE, RATE_RESOLVE and RATE_JOIN of 100000/60 or so. API_KEY: one of its API_KEYS, where it asks for one.`;

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: "string" },
      rate: { type: "string" },
      minutes: { type: "string" },
      out: { type: "string", default: "artifacts/load" },
    },
  });
  const [scenario, ...others] = positionals;
  if (scenario === undefined || others.length > 0) throw new Error(usage);
  for (const size of [values.rate, values.minutes]) if (size !== undefined && !(Number(size) > 0)) throw new Error(usage);
  scenarioOf(scenario, {});

  const place = `${values.out}/${scenario}`;
  const reports = [`${place}.html`, `${place}.json`, `${place}-timeline.html`] as const;
  mkdirSync(values.out, { recursive: true });
  for (const report of reports) rmSync(report, { force: true });
  const said = { SCENARIO: scenario, URL: values.url, RATE: values.rate, MINUTES: values.minutes, REPORT: place };
  const words = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : ["-e", `${name}=${value}`]));
  ensureGoTools(["k6"]);
  const k6 = spawn(goToolPath("k6"), ["run", "--quiet", "--no-usage-report", ...words, "loadtest/src/main.ts"], {
    stdio: "inherit",
    env: {
      ...process.env,
      K6_WEB_DASHBOARD: "true",
      K6_WEB_DASHBOARD_PORT: "-1",
      K6_WEB_DASHBOARD_PERIOD: "1s",
      K6_WEB_DASHBOARD_EXPORT: reports[2],
    },
  });
  // It ends its calls and writes the report before it goes.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => k6.kill("SIGINT"));
  const [code] = await once(k6, "exit");
  const written = reports.filter((report) => existsSync(report));
  if (written.length > 0) console.log(`Report: ${written.join(", ")}`);
  return code ?? 1;
}
