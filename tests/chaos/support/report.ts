import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, type Figure, passes } from "./figures.ts";

interface Row {
  readonly title: string;
  readonly passed: boolean;
  readonly tookSeconds: number;
  readonly figures: readonly Figure[];
}

/** Empties the folder that tests leave their figures in; the function it answers prints them as one table and writes `<folder>.json`. */
export async function openReport(folder: string): Promise<() => Promise<void>> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return async () => {
    const rows = await readRows(folder);
    await writeFile(`${folder}.json`, `${JSON.stringify(rows, undefined, 2)}\n`);
    process.stdout.write(`\n${rows.flatMap(linesOf).join("\n")}\n\n`);
  };
}

async function readRows(folder: string): Promise<readonly Row[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).toSorted();
  return await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), "utf8")) as Row));
}

const linesOf = ({ title, passed, tookSeconds, figures }: Row): readonly string[] => [
  `${passed ? "pass" : "FAIL"}  ${title} (${tookSeconds} s)`,
  ...figures.map((figure) => `      ${passes(figure) ? " " : "!"} ${figure.name.padEnd(44)} ${describe(figure)}`),
];
