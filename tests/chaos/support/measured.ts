import { mkdir, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import { Figures } from "./figures.ts";

/** Runs what a test shows: its figures are written into `folder` even when it fails, and all must be within bounds. */
export async function measured(title: string, folder: string, run: (figures: Figures) => Promise<void>): Promise<void> {
  const figures = new Figures();
  const startedAtMs = Date.now();
  let isDone = false;
  try {
    await run(figures);
    isDone = true;
  } finally {
    const tookSeconds = Math.round((Date.now() - startedAtMs) / 1000);
    const passed = isDone && figures.failures.length === 0;
    await mkdir(folder, { recursive: true });
    await writeFile(
      `${folder}/${fileNameOf(title)}.json`,
      JSON.stringify({ title, passed, tookSeconds, figures: figures.all }, undefined, 2),
    );
  }
  expect(figures.failures).toEqual([]);
}

/** A title as the name of a file. */
export const fileNameOf = (title: string): string => title.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase();
