import { readdirSync, readFileSync } from "node:fs";

/** A process and everything that any of its threads has started (Linux: `/proc/<pid>/task/<tid>/children`). */
export function processTree(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" "));
  return [pid, ...children.filter(Boolean).map(Number).flatMap(processTree)];
}
