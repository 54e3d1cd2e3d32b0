import { expect, test } from "vitest";
import { isSampled, isTraceparent, type Traceparent, traceIdOf } from "./traceparent.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const sampled = `00-${traceId}-b7ad6b7169203331-01` as Traceparent;

test("a traceparent names its trace and says whether it is sampled", () => {
  expect(isTraceparent(sampled)).toBe(true);
  expect(traceIdOf(sampled)).toBe(traceId);
  expect(isSampled(sampled)).toBe(true);
  expect(isSampled(sampled.replace(/01$/, "00") as Traceparent)).toBe(false);
  expect(isSampled(sampled.replace(/01$/, "ff") as Traceparent)).toBe(true);
});

test.each([
  undefined,
  1,
  "",
  `01-${traceId}-b7ad6b7169203331-01`,
  `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`,
  `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
  `00-${traceId}-${"0".repeat(16)}-01`,
  `00-${traceId}-b7ad6b7169203331`,
  `${sampled}-more`,
  `${sampled}\n`,
])("%j is no traceparent", (value) => {
  expect(isTraceparent(value)).toBe(false);
});
