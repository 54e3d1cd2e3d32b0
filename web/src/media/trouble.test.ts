import { expect, test } from "vitest";
import { troubles } from "./trouble.ts";

test("the same problem of both devices is told once", () => {
  expect(troubles({ problem: "denied" }, { problem: "denied" })).toEqual([{ subject: "both", problem: "denied" }]);
});

test("different problems are told apart, the microphone first", () => {
  expect(troubles({ problem: "in-use" }, { problem: "not-found" })).toEqual([
    { subject: "microphone", problem: "in-use" },
    { subject: "camera", problem: "not-found" },
  ]);
  expect(troubles({ problem: undefined }, { problem: undefined })).toEqual([]);
});
