/** What an installation promises of one metric. */
export interface Objective {
  readonly about: string;
  readonly metric: string;
  /** Which figure of the metric: a share (0 to 1), milliseconds or a number. */
  readonly figure: "rate" | "p(99)" | "count";
  readonly bound: "<" | ">" | ">=" | "==";
  readonly value: number;
}

export const objectives: readonly Objective[] = [
  { about: "Calls set up at the first try", metric: "call_setup_success", figure: "rate", bound: ">=", value: 0.995 },
  { about: "Forwarding from peer to peer, 99th percentile", metric: "forward_ms", figure: "p(99)", bound: "<", value: 150 },
  { about: "Reconnecting, 99th percentile", metric: "reconnect_ms", figure: "p(99)", bound: "<", value: 3_000 },
  { about: "Broken connections that came back", metric: "reconnect_success", figure: "rate", bound: ">=", value: 0.995 },
  { about: "Messages accepted and lost", metric: "messages_lost", figure: "count", bound: "==", value: 0 },
  { about: "Messages applied twice or out of turn", metric: "messages_wrong", figure: "count", bound: "==", value: 0 },
  { about: "Messages applied", metric: "messages_applied", figure: "count", bound: ">", value: 0 },
  { about: "Calls without a settled account", metric: "calls_unfinished", figure: "count", bound: "==", value: 0 },
  { about: "Calls that k6 had nobody left for", metric: "dropped_iterations", figure: "count", bound: "==", value: 0 },
];

/** The objective in k6's words. */
export const thresholdOf = ({ figure, bound, value }: Objective): string => `${figure}${bound}${value}`;

const words = { "<": "below", ">": "more than", ">=": "at least", "==": "exactly" } as const;

/** The objective as people read it. */
export const promiseOf = ({ figure, bound, value }: Objective): string => `${words[bound]} ${show(figure, value)}`;

/** A figure as people read it. */
export function show(figure: string, value: number): string {
  if (figure === "rate") return `${(100 * value).toFixed(2)} %`;
  return figure === "count" ? String(value) : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
