import { test } from "vitest";
import type { Figures } from "./figures.ts";
import { measured } from "./measured.ts";
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
    await measured(title, reportFolder, run);
  });
}
