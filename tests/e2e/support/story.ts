import type { RunningProcess } from "./start-process.ts";

/** A log line, parsed. */
export interface LogLine {
  readonly time: string;
  readonly message: string;
  readonly service: string;
  readonly pod?: string;
  readonly call_id?: string;
  readonly peer_id?: string;
  readonly trace_id?: string;
  readonly [field: string]: unknown;
}

/** What one `grep` for a call's id finds in the logs of these processes, by time. */
export function storyOf(processes: readonly RunningProcess[], callId: string): readonly LogLine[] {
  const found = processes.flatMap((each) =>
    each
      .output()
      .split("\n")
      .filter((line) => line.includes(`"call_id":"${callId}"`)),
  );
  return found.map((line) => JSON.parse(line) as LogLine).toSorted((a, b) => a.time.localeCompare(b.time));
}
