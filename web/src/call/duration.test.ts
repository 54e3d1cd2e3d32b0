import { expect, test } from "vitest";
import { formatDuration } from "./duration.ts";

test.each([
  [0, "0:00"],
  [59_999, "0:59"],
  [245_000, "4:05"],
  [3_729_000, "1:02:09"],
  [-5, "0:00"],
])("%d ms reads %s", (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
