import { expect, test } from "vitest";
import { isPermission, isWorthRetrying, mediaProblem } from "./media-problem.ts";

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "not-found"],
  ["NotReadableError", "in-use"],
  ["OverconstrainedError", "overconstrained"],
  ["AbortError", "aborted"],
  ["SecurityError", "blocked"],
  ["TypeError", "unknown"],
])("%s is told as %s", (name, problem) => {
  expect(mediaProblem({ name })).toBe(problem);
});

test("something that is no error at all is unknown", () => {
  expect(mediaProblem(undefined)).toBe("unknown");
});

test("a denied device is lifted in the settings, an insecure page is not asked again", () => {
  expect(isPermission("denied")).toBe(true);
  expect(isPermission("in-use")).toBe(false);
  expect(isWorthRetrying("denied")).toBe(true);
  expect(isWorthRetrying("insecure")).toBe(false);
});
