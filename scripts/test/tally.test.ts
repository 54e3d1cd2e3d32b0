import { resolve } from "node:path";
import { expect, test } from "vitest";
import { tallyReport } from "./tally.ts";

const said = (fullName: string, ...failureMessages: readonly string[]) => ({ fullName, status: "failed", failureMessages });
const file = (status: string, ...assertionResults: readonly object[]) => ({
  name: resolve("services/api/src/codes.test.ts"),
  status,
  message: "",
  assertionResults,
});
const passedTest = { fullName: "a code is used once", status: "passed", failureMessages: [] };

test("tests that passed are counted, and those that failed are named with what they said", () => {
  const failing = file(
    "failed",
    said("codes are used once", "AssertionError: expected 2 to be 1\n    at codes.test.ts:7:3"),
    said("codes end"),
  );
  const report = { numPassedTests: 3, testResults: [file("passed", passedTest), failing] };

  expect(tallyReport(report, 1)).toEqual({
    passed: 3,
    failures: [
      "services/api/src/codes.test.ts > codes are used once\n  AssertionError: expected 2 to be 1\n      at codes.test.ts:7:3",
      "services/api/src/codes.test.ts > codes end",
    ],
  });
});

test("a failure is named in plain text and at most 12 lines", () => {
  const report = { numPassedTests: 0, testResults: [file("failed", said("codes end", `\u001b[31mred\u001b[39m${"\nmore".repeat(50)}`))] };

  const [failure] = tallyReport(report, 1).failures;

  expect(failure?.split("\n").slice(0, 3)).toEqual(["services/api/src/codes.test.ts > codes end", "  red", "  more"]);
  expect(failure?.split("\n")).toHaveLength(13);
});

test("a file that could not be loaded is a failure", () => {
  const report = { numPassedTests: 3, testResults: [file("passed", passedTest), { ...file("failed"), message: "Cannot find module" }] };

  expect(tallyReport(report, 1)).toEqual({ passed: 3, failures: ["services/api/src/codes.test.ts\n  Cannot find module"] });
});

test("a file whose tests passed and whose teardown failed is a failure", () => {
  const report = { numPassedTests: 1, testResults: [{ ...file("failed", passedTest), message: "port in use" }] };

  expect(tallyReport(report, 1)).toEqual({ passed: 1, failures: ["services/api/src/codes.test.ts\n  port in use"] });
});

test("a run that ends badly without a failed test is a failure", () => {
  const report = { numPassedTests: 3, testResults: [file("passed", passedTest)] };

  expect(tallyReport(report, 1)).toEqual({ passed: 3, failures: ["ended with exit code 1 without a failed test"] });
  expect(tallyReport(report, null).failures).toHaveLength(1);
  expect(tallyReport(undefined, 1).failures).toHaveLength(1);
});

test("a run that found no test, or reported nothing, is a failure", () => {
  expect(tallyReport({ numPassedTests: 0, testResults: [] }, 0)).toEqual({ passed: 0, failures: ["found no test"] });
  expect(tallyReport(undefined, 0)).toEqual({ passed: 0, failures: ["found no test"] });
});

test("a clean run has no failure", () => {
  expect(tallyReport({ numPassedTests: 3, testResults: [file("passed", passedTest)] }, 0)).toEqual({ passed: 3, failures: [] });
});
