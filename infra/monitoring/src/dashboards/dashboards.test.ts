import { describe, expect, test } from "vitest";
import { queriesOf } from "../queries.ts";
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

  test("asks once, and not for each point of a line, where a figure is of all the time that is shown or of 30 days", () => {
    const ofStretch = queriesOf(model).filter(({ expr }) => /\[(\$__range|30d)\]/.test(expr));

    expect(ofStretch.filter(({ isInstant }) => !isInstant)).toEqual([]);
  });

  test("fits the annotation in which kubectl keeps a copy of its ConfigMap", () => {
    expect(renderChartFiles().get(path)?.length).toBeLessThan(200 * kibibyte);
  });
});
