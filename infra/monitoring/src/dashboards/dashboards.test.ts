import { describe, expect, test } from "vitest";
import { renderChartFiles } from "../render.ts";
import { dashboards } from "./index.ts";

const kibibyte = 1024;

describe.each(dashboards)("the dashboard $name", ({ model, path }) => {
  const panels = (model.panels ?? []).map(({ id, gridPos, title, type, ...more }) => ({
    id,
    at: gridPos,
    title,
    type,
    description: "description" in more ? (more.description ?? "") : "",
  }));

  test("says what each of its panels shows", () => {
    const silent = panels.filter(({ type, description }) => type !== "row" && description.length < 20);

    expect(silent).toEqual([]);
  });

  test("has panels of different names and numbers", () => {
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  test("fills its lines: no panel covers another or leaves the grid", () => {
    const cells = panels.flatMap(({ at = { x: 0, y: 0, w: 0, h: 0 } }) =>
      Array.from({ length: at.w * at.h }, (_, index) => ({ x: at.x + (index % at.w), y: at.y + Math.floor(index / at.w) })),
    );
    const height = Math.max(...cells.map(({ y }) => y)) + 1;

    expect(cells.filter(({ x }) => x > 23)).toEqual([]);
    expect(new Set(cells.map(({ x, y }) => `${x},${y}`)).size).toBe(cells.length);
    expect(cells.length).toBe(24 * height);
  });

  test("fits the annotation in which kubectl keeps a copy of its ConfigMap", () => {
    expect(renderChartFiles().get(path)?.length).toBeLessThan(200 * kibibyte);
  });
});
