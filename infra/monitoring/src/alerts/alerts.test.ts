import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { selectorsOf } from "../promql/parse.ts";
import { alertGroups } from "./index.ts";

const alerts = alertGroups.flatMap((group) => group.alerts);
const names = [...new Set(alerts.map(({ name }) => name))];
const runbooks = fileURLToPath(new URL("../../../../docs/runbooks", import.meta.url));

describe.each(names)("%s", (name) => {
  test("has a page that begins with its name, and says what it means, where to look and what to do", () => {
    const page = readFileSync(`${runbooks}/${name}.md`, "utf8");

    expect(page.split("\n")[0]).toBe(`# ${name}`);
    expect(page.match(/^## .*$/gm)).toEqual(["## What it means", "## Where to look", "## What to do"]);
  });

  test("is understood by Prometheus", () => {
    for (const { expr } of alerts.filter((alert) => alert.name === name)) expect(selectorsOf(expr).length).toBeGreaterThan(0);
  });
});

test("there is no page without an alert, and the list of pages names them all", () => {
  const pages = globSync("TGCall*.md", { cwd: runbooks }).map((page) => basename(page, ".md"));
  const listed = readFileSync(`${runbooks}/README.md`, "utf8").match(/(?<=\]\()TGCall\w+(?=\.md\))/g);

  expect(pages.toSorted()).toEqual(names.toSorted());
  expect(listed?.toSorted()).toEqual(names.toSorted());
});
