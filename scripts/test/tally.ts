import { isRecord } from "@tgcall/protocol";

/** How many tests of a part passed and failed; what broke outside of a test counts as a failure. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Reads Vitest's JSON report. A file that could not be loaded counts as one failure, and so does a run that ended badly
 * without a failed test, or that found no test at all.
 */
export function tallyReport(report: unknown, exitCode: number | null): Tally {
  const passed = countOf(report, "numPassedTests");
  const failed = countOf(report, "numFailedTests") + brokenFiles(report);
  const isSilentFailure = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed };
}

/** All parts together. */
export const sumTallies = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), { passed: 0, failed: 0 });

function countOf(report: unknown, name: string): number {
  const count = isRecord(report) ? report[name] : undefined;
  return typeof count === "number" ? count : 0;
}

function brokenFiles(report: unknown): number {
  const files: unknown = isRecord(report) ? report["testResults"] : undefined;
  if (!Array.isArray(files)) return 0;
  return files.filter((file) => isRecord(file) && file["status"] === "failed" && !hasFailedTest(file["assertionResults"])).length;
}

const hasFailedTest = (results: unknown): boolean =>
  Array.isArray(results) && results.some((result) => isRecord(result) && result["status"] === "failed");
