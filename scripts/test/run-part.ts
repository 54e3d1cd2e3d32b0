import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureDockerEngine } from "./docker-engine.ts";
import { ensureGoTools, type GoToolName } from "./go-tools.ts";
import { type Tally, tallyReport } from "./tally.ts";
import { ensureTools, type ToolName } from "./tools.ts";

/** One part of `npm test`: a project of vitest.config.ts, and the programs that its tests start. */
export interface Part {
  readonly project: string;
  readonly tools: readonly ToolName[];
  readonly goTools?: readonly GoToolName[];
  readonly needsDocker?: boolean;
}

/** Runs the part and prints its tests; never rejects: what hinders it is a failure of the part. */
export async function runPart({ project, tools, goTools = [], needsDocker = false }: Part, path: string): Promise<Tally> {
  try {
    if (needsDocker) ensureDockerEngine();
    ensureTools(tools, path);
    ensureGoTools(goTools);
    return await runVitest(project);
  } catch (error) {
    return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] };
  }
}

async function runVitest(project: string): Promise<Tally> {
  const report = `artifacts/tests/${project}.json`;
  mkdirSync("artifacts/tests", { recursive: true });
  rmSync(report, { force: true });
  const words = ["run", "--project", project, "--reporter", "default", "--reporter", "json", "--outputFile.json", report];
  const [code] = await once(spawn("vitest", words, { stdio: "inherit" }), "exit");
  return tallyReport(readReport(report), code);
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // It broke before it could report; the exit code tells.
    return undefined;
  }
}
