import { problems } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { causeEnding, endingOf, failureEnding } from "./ending.ts";

test.each([
  [{ by: "self" }, "left", "again"],
  [{ by: "service", reason: "replaced" }, "replaced", "here"],
  [{ by: "service", reason: "kicked" }, "removed", "start"],
  [{ by: "service", reason: "ended" }, "ended", "start"],
  [{ by: "service", reason: "unauthorized" }, "ticket", "again"],
  [{ by: "service", reason: "unsupportedVersion" }, "version", "reload"],
  [{ by: "api", code: "call_full", detail: "" }, "call_full", "retry"],
] as const)("%j is told as %s and offers %s", (cause, reason, action) => {
  expect(causeEnding(cause, 61_000)).toEqual({ reason, action, talkedMs: 61_000 });
});

test("a rate limit tells how long to wait", () => {
  expect(failureEnding({ code: "rate_limited", retryAfterSeconds: 30 })).toEqual({
    reason: "rate_limited",
    action: "retry",
    waitSeconds: 30,
  });
});

test("every problem has an action", () => {
  for (const code of Object.keys(problems) as (keyof typeof problems)[]) expect(endingOf(code).action).toBeTruthy();
});
