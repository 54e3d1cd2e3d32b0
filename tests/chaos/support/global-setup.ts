import type { TestProject } from "vitest/node";
import { openReport } from "./report.ts";
import { reportFolder } from "./report-folder.ts";
import { serveSeats } from "./seats.ts";

/** Before all scenarios: opens the seats. After them: one table, and the same as `artifacts/chaos.json`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const closeReport = await openReport(reportFolder);
  const seats = await serveSeats();
  project.provide("seatsPort", seats.port);
  return async () => {
    seats.close();
    await closeReport();
  };
}
