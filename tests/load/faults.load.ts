import { expect, test } from "vitest";
import { System } from "../chaos/support/system.ts";
import { Door, type DoorOptions } from "./support/door.ts";
import { broken, countOf, crossed, type LoadRun, runLoad, thresholdsCrossed } from "./support/run-load.ts";

async function loadThrough(fault: Omit<DoorOptions, "origin">): Promise<LoadRun> {
  await using system = await System.start({ apis: 1 });
  await using door = await Door.start({ origin: system.origin, ...fault });
  return await runLoad("smoke", ["--url", door.url, "--minutes", "0.4"], { WS_URL: door.wsUrl });
}

test("a service that fails 2 % of requests breaks the objective of setting up, and loses no message", async () => {
  const run = await loadThrough({ fails: (count) => count % 50 === 49 });

  expect(broken(run)).toContain("call_setup_success");
  expect(broken(run)).not.toContain("messages_lost");
  expect(run.code).toBe(thresholdsCrossed);
  expect(crossed(run)).toContain("call_setup_success");
  expect(run.page).toContain("not every objective was kept");
  expect(run.output).toMatch(/create: 500|resolve: 500|join: 500|connect: /);
});

test("a service that swallows 5 % of frames loses no message", async () => {
  const run = await loadThrough({ swallows: (_, count) => count % 20 === 0 });

  expect({ broken: broken(run), output: run.output }).not.toMatchObject({ broken: expect.arrayContaining(["messages_lost"]) });
  expect(countOf(run, "messages_resent")).toBeGreaterThan(10);
});

test("a message that the service never lets through is lost, and so is what must wait for it", async () => {
  const run = await loadThrough({ swallows: (frame) => frame.includes('"seq":7,') });

  expect(broken(run)).toContain("messages_lost");
  expect(countOf(run, "messages_lost")).toBeGreaterThan(countOf(run, "iterations"));
  expect(run.code).toBe(thresholdsCrossed);
  expect(crossed(run)).toContain("messages_lost");
});

test("a service with its usual rate limits is not loaded: the operator hears which to raise", async () => {
  await using system = await System.start({ apis: 1, signals: 1, env: { RATE_CREATE: "5/60" } });

  const run = await runLoad("smoke", ["--url", system.origin]);

  expect(run.code).not.toBe(0);
  expect(run.output).toContain("raise RATE_CREATE there");
  expect(run.report.seconds).toBeLessThan(30);
});
