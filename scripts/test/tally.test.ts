import { expect, test } from "vitest";
import { sumTallies, tallyReport } from "./tally.ts";

const file = (status: string, ...tests: readonly string[]) => ({ status, assertionResults: tests.map((each) => ({ status: each })) });

test("tests that passed and failed are counted", () => {
  const report = { numPassedTests: 3, numFailedTests: 2, testResults: [file("passed", "passed"), file("failed", "failed", "failed")] };

  expect(tallyReport(report, 1)).toEqual({ passed: 3, failed: 2 });
});

test("a file that could not be loaded is a failure", () => {
  const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file("passed", "passed"), file("failed")] };

  expect(tallyReport(report, 1)).toEqual({ passed: 3, failed: 1 });
});

test("a file whose tests passed and whose teardown failed is a failure", () => {
  const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file("failed", "passed")] };

  expect(tallyReport(report, 1)).toEqual({ passed: 1, failed: 1 });
});

test("a run that ends badly without a failed test is a failure", () => {
  expect(tallyReport({ numPassedTests: 3, numFailedTests: 0, testResults: [] }, 1)).toEqual({ passed: 3, failed: 1 });
  expect(tallyReport({ numPassedTests: 3, numFailedTests: 0, testResults: [] }, null)).toEqual({ passed: 3, failed: 1 });
});

test("a run that found no test, or reported nothing, is a failure", () => {
  expect(tallyReport({ numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0)).toEqual({ passed: 0, failed: 1 });
  expect(tallyReport(undefined, 0)).toEqual({ passed: 0, failed: 1 });
});

test("a clean run has no failure", () => {
  expect(tallyReport({ numPassedTests: 3, numFailedTests: 0, testResults: [file("passed", "passed")] }, 0)).toEqual({
    passed: 3,
    failed: 0,
  });
});

test("parts are summed", () => {
  expect(
    sumTallies([
      { passed: 3, failed: 1 },
      { passed: 4, failed: 0 },
    ]),
  ).toEqual({ passed: 7, failed: 1 });
  expect(sumTallies([])).toEqual({ passed: 0, failed: 0 });
});
