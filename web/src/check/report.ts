import type { CheckRow } from "./check-row.ts";
import type { Verdict } from "./verdict.ts";

interface ReportFacts {
  /** ISO 8601. */
  readonly at: string;
  readonly page: string;
  readonly userAgent: string;
}

/** The diagnostics as text to pass on. It holds verdicts and server addresses only: no credentials, tickets or own addresses. */
export function writeReport(rows: readonly CheckRow[], summary: Verdict | undefined, { at, page, userAgent }: ReportFacts): string {
  const lines = rows.map(({ title, status, words, server }) =>
    [`[${status}]`, `${title()}${server === undefined ? "" : ` (${server})`}:`, words?.() ?? "—"].join(" "),
  );
  return [`TGCall · ${at}`, page, userAgent, "", ...lines, "", ...(summary === undefined ? [] : [summary.words()])].join("\n");
}
