import { expect, test } from "vitest";
import { bestGrid } from "./grid.ts";

test.each([
  [2, 1280, 720, { columns: 2, rows: 1 }],
  [3, 1280, 720, { columns: 2, rows: 2 }],
  [4, 1280, 720, { columns: 2, rows: 2 }],
  [8, 1280, 720, { columns: 4, rows: 2 }],
  [2, 360, 640, { columns: 1, rows: 2 }],
  [8, 360, 640, { columns: 2, rows: 4 }],
  [1, 100, 100, { columns: 1, rows: 1 }],
])("%d tiles on %d by %d", (count, width, height, grid) => {
  expect(bestGrid(count, width, height)).toEqual(grid);
});
