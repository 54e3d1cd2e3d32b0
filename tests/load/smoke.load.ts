import { expect, test } from "vitest";
import { System } from "../chaos/support/system.ts";
import { broken, countOf, runLoad } from "./support/run-load.ts";

test("two calls a second for a minute, in part over failing networks, keep every objective, and a report says so", async () => {
  await using system = await System.start();

  const run = await runLoad("smoke", ["--url", system.origin]);

  expect({ broken: broken(run), output: run.output }).toMatchObject({ broken: [] });
  expect(run.code).toBe(0);
  expect(countOf(run, "iterations")).toBeGreaterThanOrEqual(119);
  expect(countOf(run, "messages_applied")).toBe(countOf(run, "messages_accepted"));
  expect(Math.abs(countOf(run, "network_flaps") / countOf(run, "iterations") - 0.3)).toBeLessThan(0.03);
  // Peers of a call meet on two signal processes, and what a failing network swallowed went again.
  expect(countOf(run, "messages_resent")).toBeGreaterThan(0);
  expect(run.page).toContain("every objective was kept");
  for (const { about, measured } of run.report.objectives) {
    expect(run.page).toContain(about);
    expect(run.page).toContain(measured);
  }
  expect(run.timeline).toContain("<html");
});
