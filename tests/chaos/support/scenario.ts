import { mkdir, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Figures } from "./figures.ts";
import { reportFolder } from "./report-folder.ts";
import { takeSeats } from "./seats.ts";

// Each process that a scenario starts has a listener that ends it with this one.
process.setMaxListeners(64);

interface ScenarioOptions {
  /** How much of the machine it takes, of four seats: loads and browsers two, what mostly waits one. */
  readonly seats?: number;
}

/** A test of one fault: its figures are written down even when it fails, and all must be within bounds. */
export function scenario(title: string, run: (figures: Figures) => Promise<void>, { seats = 2 }: ScenarioOptions = {}): void {
  test(title, async () => {
    await using _ = await takeSeats(seats);
    const figures = new Figures();
    const startedAtMs = Date.now();
    let isDone = false;
    try {
      await run(figures);
      isDone = true;
    } finally {
      const tookSeconds = Math.round((Date.now() - startedAtMs) / 1000);
      const passed = isDone && figures.failures.length === 0;
      await mkdir(reportFolder, { recursive: true });
      const file = `${reportFolder}/${title.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}.json`;
      await writeFile(file, JSON.stringify({ title, passed, tookSeconds, figures: figures.all }, undefined, 2));
    }
    expect(figures.failures).toEqual([]);
  });
}
