import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Report } from "../../../loadtest/src/report.ts";

/** What a load test leaves behind. */
export interface LoadRun {
  /** 0 where every objective was kept. */
  readonly code: number;
  readonly output: string;
  readonly report: Report;
  readonly page: string;
  /** k6's own page. */
  readonly timeline: string;
}

/** What k6 exits with where a threshold was crossed. */
export const thresholdsCrossed = 99;

interface Finished {
  readonly code: number;
  readonly output: string;
  /** The text of a file that it has written; rejects with all it said where it has not. */
  read(file: string): Promise<string>;
}

/** What a process that loads says until it ends, and leaves behind. */
export async function finish(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Finished> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code] = await once(child, "close");
  const read = (file: string): Promise<string> =>
    readFile(file, "utf8").catch(() => {
      throw new Error(`no report was written:\n${output}`);
    });
  return { code, output, read };
}

/** Runs `npm run load -- <scenario> …` and reads its reports. */
export async function runLoad(scenario: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<LoadRun> {
  const out = await mkdtemp(join(tmpdir(), "tgcall-load-"));
  const child = spawn(process.execPath, ["scripts/load.ts", scenario, "--out", out, ...words], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { code, output, read } = await finish(child);
  const endings = [".json", ".html", "-timeline.html"];
  const [json = "", page = "", timeline = ""] = await Promise.all(endings.map((ending) => read(`${out}/${scenario}${ending}`)));
  return { code, output, report: JSON.parse(json) as Report, page, timeline };
}

/** The names of metrics whose objective was broken. */
export const broken = ({ report }: LoadRun): readonly string[] =>
  report.objectives.filter(({ isKept }) => !isKept).map(({ metric }) => metric);

/** The metrics whose thresholds were crossed, in k6's own words. */
export const crossed = ({ output }: Pick<LoadRun, "output">): readonly string[] =>
  /thresholds on metrics '([^']*)' have been crossed/.exec(output)?.[1]?.split(", ") ?? [];

/** How often something was counted. */
export const countOf = ({ report }: LoadRun, metric: string): number => report.metrics[metric]?.values["count"] ?? 0;
