import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ensureGoTools, goToolPath } from "./go-tools.ts";

/** Runs TypeScript and is not a development version. */
const isRecent = (version: string): boolean => Number(/^k6 v(\d+)\./.exec(version)?.[1] ?? 0) >= 1;

/** The k6 of one of the folders in `path`, or the one that Go builds from its source. */
export function ensureK6(path: string): string {
  const installed = path.split(delimiter).map((folder) => join(folder, "k6"));
  const found = installed.find((file) => isRecent(spawnSync(file, ["version"], { encoding: "utf8" }).stdout ?? ""));
  if (found !== undefined) return found;
  ensureGoTools(["k6"]);
  return goToolPath("k6");
}
