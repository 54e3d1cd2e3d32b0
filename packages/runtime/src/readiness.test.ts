import { expect, test } from "vitest";
import { readinessOf } from "./readiness.ts";

test.each([
  ["starting", "ready", "starting"],
  ["ready", "connecting", "starting"],
  ["ready", "ready", "ready"],
  ["ready", "degraded", "degraded"],
  ["draining", "ready", "draining"],
  ["draining", "degraded", "draining"],
] as const)("[API-26] a process that is %s with its store %s is %s", (phase, store, status) => {
  expect(readinessOf(phase, store)).toEqual({ status, store });
});
