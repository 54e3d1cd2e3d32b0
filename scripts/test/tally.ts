import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { isRecord } from "@tgcall/protocol";

/** How many tests of a part passed, and what failed, each in words: the test, then what it said. What broke outside of a test counts as one. */
export interface Tally {
  readonly passed: number;
  readonly failures: readonly string[];
}

/** What a failure says, at most; the whole is printed where it happened. */
const maxLinesOfAFailure = 12;

/**
 * Reads Vitest's JSON report. A file that could not be loaded counts as one failure, and so does a run that ended badly
 * without a failed test, or that found no test at all.
 */
export function tallyReport(report: unknown, exitCode: number | null): Tally {
  const count = isRecord(report) ? report["numPassedTests"] : undefined;
  const passed = typeof count === "number" ? count : 0;
  const failures = recordsIn(report, "testResults").flatMap(failuresOfFile);
  if (failures.length > 0) return { passed, failures };
  if (exitCode !== 0) return { passed, failures: [`ended with exit code ${exitCode} without a failed test`] };
  return { passed, failures: passed === 0 ? ["found no test"] : [] };
}

function failuresOfFile(file: Record<string, unknown>): string[] {
  if (file["status"] !== "failed") return [];
  const path = relative("", textOf(file["name"]));
  const failed = recordsIn(file, "assertionResults").filter((result) => result["status"] === "failed");
  if (failed.length === 0) return [inWords(path, [file["message"]])];
  return failed.map((result) => inWords(`${path} > ${textOf(result["fullName"])}`, listIn(result, "failureMessages")));
}

function inWords(title: string, messages: readonly unknown[]): string {
  const lines = messages.flatMap((message) => stripVTControlCharacters(textOf(message)).split("\n")).filter((line) => line.trim() !== "");
  return [title, ...lines.slice(0, maxLinesOfAFailure).map((line) => `  ${line}`)].join("\n");
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function listIn(value: unknown, name: string): readonly unknown[] {
  const list: unknown = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}

const recordsIn = (value: unknown, name: string): readonly Record<string, unknown>[] => listIn(value, name).filter(isRecord);
