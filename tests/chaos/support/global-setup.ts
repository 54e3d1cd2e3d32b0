import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { describe, type Figure, passes } from "./figures.ts";
import { reportFolder } from "./report-folder.ts";
import { serveSeats } from "./seats.ts";

interface Row {
  readonly title: string;
  readonly passed: boolean;
  readonly tookSeconds: number;
  readonly figures: readonly Figure[];
}

const reportFile = "artifacts/chaos.json";

/** Before all scenarios: opens the seats. After them: one table, and the same as `artifacts/chaos.json`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await rm(reportFolder, { recursive: true, force: true });
  await mkdir(reportFolder, { recursive: true });
  const seats = await serveSeats();
  project.provide("seatsPort", seats.port);
  return async () => {
    seats.close();
    const rows = await readRows();
    await writeFile(reportFile, `${JSON.stringify(rows, undefined, 2)}\n`);
    process.stdout.write(`\n${rows.flatMap(linesOf).join("\n")}\n\n`);
  };
}

async function readRows(): Promise<readonly Row[]> {
  const files = (await readdir(reportFolder)).filter((file) => file.endsWith(".json")).toSorted();
  return await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(reportFolder, file), "utf8")) as Row));
}

const linesOf = ({ title, passed, tookSeconds, figures }: Row): readonly string[] => [
  `${passed ? "pass" : "FAIL"}  ${title} (${tookSeconds} s)`,
  ...figures.map((figure) => `      ${passes(figure) ? " " : "!"} ${figure.name.padEnd(44)} ${describe(figure)}`),
];
