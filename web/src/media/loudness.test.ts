import { expect, test } from "vitest";
import { loudness } from "./loudness.ts";

test("silence is 0 and full scale is 1", () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
});

test("half the meter is 30 dB below full scale", () => {
  expect(loudness(new Float32Array(64).fill(10 ** (-30 / 20)))).toBeCloseTo(0.5);
});
