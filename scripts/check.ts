/** Everything that can be known without running the product: format, lint, types, imports, dead code, rules, generated files. */
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { runSteps, type Step } from "./check/run-steps.ts";

const step = (name: string, command: string, ...words: readonly string[]): Step => ({ name, command, words });

const projects = globSync(
  "{tsconfig.json,web/tsconfig*.json,{k8s,loadtest}/tsconfig.json,{packages,services,infra}/*/tsconfig.json}",
).toSorted();
const typesOf = (project: string): Step => {
  const state = `.cache/tsc/${project.replaceAll("/", "-")}.tsbuildinfo`;
  return step(`types of ${project}`, "tsc", "--project", project, "--incremental", "--tsBuildInfoFile", state);
};

const outcomes = await runSteps(
  [
    step("format and lint", "biome", "check", "--error-on-warnings", "."),
    ...projects.map(typesOf),
    step(
      "who imports whom",
      "depcruise",
      "packages",
      "services",
      "infra",
      "web",
      "k8s",
      "loadtest",
      "scripts",
      "tests",
      "bench",
      "--config",
      ".dependency-cruiser.mjs",
    ),
    step("dead code and dependencies", "knip", "--no-progress"),
    step("rules of the protocol", process.execPath, "scripts/check-protocol.ts"),
    step("generated files", process.execPath, "scripts/gen.ts", "--check"),
  ],
  availableParallelism(),
  ({ step: { name }, isOk, seconds, output }) => {
    console.log(`${isOk ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)`);
    if (!isOk) console.log(output.trimEnd());
  },
);

const failed = outcomes.filter(({ isOk }) => !isOk);
console.log(`${outcomes.length - failed.length} checks passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
