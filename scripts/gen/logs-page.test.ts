import { globSync, readFileSync } from "node:fs";
import { logEvents } from "@tgcall/runtime";
import { expect, test } from "vitest";
import { renderLogsPage } from "./logs-page.ts";

test("every event stands on the page once, and is logged somewhere", () => {
  const sources = globSync("{packages,services,scripts}/**/*.ts", { exclude: (name) => name.includes("node_modules") });
  const code = sources.filter((path) => !/\.test\.ts$|log-events\.ts$/.test(path)).map((path) => readFileSync(path, "utf8"));

  for (const name of Object.keys(logEvents)) {
    expect(renderLogsPage().split(`| \`${name}\` |`), name).toHaveLength(2);
    expect(code.filter((text) => text.includes(`"${name}"`)).length, name).toBeGreaterThan(0);
  }
});
