import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ensureGoTools, goToolPath } from "./go-tools.ts";

/** The first k6 in the folders of `path` that runs TypeScript, which those before 1.0 do not by themselves. */
export const findK6 = (path: string): string | undefined =>
  path
    .split(delimiter)
    .map((folder) => join(folder, "k6"))
    .find((file) => Number(/^k6 v(\d+)\./.exec(spawnSync(file, ["version"], { encoding: "utf8" }).stdout ?? "")?.[1] ?? 0) >= 1);

/** The k6 that is installed, or the one that Go builds from its source. */
export function ensureK6(path: string): string {
  const found = findK6(path);
  if (found !== undefined) return found;
  ensureGoTools(["k6"]);
  return goToolPath("k6");
}
