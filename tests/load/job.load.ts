import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { System } from "../chaos/support/system.ts";
import { at } from "../chart/support/objects.ts";
import { ChartJob } from "./support/chart-job.ts";
import { Door } from "./support/door.ts";
import { crossed, thresholdsCrossed } from "./support/run-load.ts";

/** The rates that docs/operations.md raises with `--set config.rate…` for the time of a test. */
const documented = Object.fromEntries(
  [...readFileSync("docs/operations.md", "utf8").matchAll(/config\.(rate\w+)=([\d/]+)/g)].map(([, name = "", rate = ""]) => [name, rate]),
);
const job = new ChartJob(documented);

/** Elsewhere, and not for so long: the rest is the Job's own. */
const here = (url: string) => ({ URL: url, WS_URL: `${url.replace("http", "ws")}/ws`, MINUTES: "0.2" });

test("the Job's container loads an installation with the rates of the manual, reports, and exits as its report says", async () => {
  await using system = await System.start({ apis: 1, signals: 1, env: job.rates });

  const run = await job.run(here(system.origin));

  expect(run.output).toMatch(/ok +Messages applied/);
  expect(run.output).toMatch(/ok +Messages accepted and lost/);
  expect(run.report).toMatchObject({ scenario: "smoke", url: system.origin });
  expect(run.page).toContain("</html>");
  expect(run.code).toBe(run.report.passed ? 0 : thresholdsCrossed);
});

test("where an objective breaks, the container fails, and the Job with it, at once", async () => {
  await using system = await System.start({ apis: 1, signals: 1, env: job.rates });
  await using door = await Door.start({ origin: system.origin, fails: (count) => count % 10 === 9 });

  const run = await job.run(here(door.url));

  expect(run.code).toBe(thresholdsCrossed);
  expect(crossed(run)).toContain("call_setup_success");
  expect(run.report.passed).toBe(false);
  expect(job.spec).toMatchObject({ backoffLimit: 0, template: { spec: { restartPolicy: "Never" } } });
});

test("the Job enters by the Services, and keeps its reports on the volume that it is given", () => {
  expect(job.environment).toMatchObject({
    ...{ SCENARIO: "smoke", MINUTES: "5", URL: "http://tgcall-api:3001", WS_URL: "ws://tgcall-signal:3002/ws" },
    REPORT: "/results/smoke",
  });
  expect(at(job.spec, "template", "spec", "volumes")).toContainEqual({ name: "results", persistentVolumeClaim: { claimName: "reports" } });
});

test("the manual raises every rate that one address of callers meets", () => {
  expect(Object.keys(documented)).toEqual(["rateCreate", "rateResolve", "rateJoin"]);
  expect(job.rates).toMatchObject({ RATE_CREATE: "100000/60", RATE_RESOLVE: "100000/60", RATE_JOIN: "100000/60" });
});
