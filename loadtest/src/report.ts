import { objectives, promiseOf, show, thresholdOf } from "./objectives.ts";
import { renderPage } from "./report-page.ts";

/** What k6 hands to `handleSummary`, as far as we read it. */
export interface Summary {
  readonly state: { readonly testRunDurationMs: number };
  readonly metrics: Readonly<
    Record<
      string,
      { readonly values: Readonly<Record<string, number>>; readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>> }
    >
  >;
}

export interface Row {
  readonly about: string;
  readonly metric: string;
  readonly promised: string;
  readonly measured: string;
  readonly isKept: boolean;
}

/** The verdict of one run. */
export interface Report {
  readonly scenario: string;
  readonly about: string;
  readonly url: string;
  readonly callsPerSecond: number;
  readonly finishedAt: string;
  readonly seconds: number;
  readonly passed: boolean;
  readonly objectives: readonly Row[];
  readonly figures: readonly (readonly [about: string, figures: string])[];
  /** k6's own figures of every metric. */
  readonly metrics: Summary["metrics"];
}

const times: readonly (readonly [metric: string, about: string])[] = [
  ["call_setup_ms", "Setting a call up"],
  ["http_req_duration", "Requests to the API"],
  ["ws_connecting", "Opening a WebSocket"],
  ["forward_ms", "Forwarding a frame"],
  ["delivery_ms", "From acceptance to effect, outages included"],
  ["reconnect_ms", "Reconnecting"],
];
const counts: readonly (readonly [metric: string, about: string])[] = [
  ["iterations", "Calls"],
  ["network_flaps", "Networks that failed"],
  ["messages_accepted", "Messages accepted"],
  ["messages_refused", "Messages refused, because too many waited"],
  ["messages_resent", "Messages sent again"],
  ["ws_sessions", "WebSockets opened"],
  ["vus_max", "Calls that k6 was ready for at once"],
];

/** Judges a run by the objectives. */
export function reportOn({ state, metrics }: Summary, run: Pick<Report, "scenario" | "about" | "url" | "callsPerSecond">): Report {
  const rows = objectives.map((objective): Row => {
    const { about, metric, figure } = objective;
    const found = metrics[metric];
    const isMeasured = figure === "count" || (found !== undefined && sampleCount(found.values) > 0);
    const isKept = found?.thresholds?.[thresholdOf(objective)]?.ok === true;
    return {
      about,
      metric,
      promised: promiseOf(objective),
      measured: isMeasured ? show(figure, found?.values[figure] ?? 0) : "nothing",
      isKept,
    };
  });
  return {
    ...run,
    finishedAt: new Date().toISOString(),
    seconds: Math.round(state.testRunDurationMs / 1000),
    passed: rows.every(({ isKept }) => isKept),
    objectives: rows,
    figures: [
      ...counts.map(([metric, about]) => [about, String(metrics[metric]?.values["count"] ?? metrics[metric]?.values["max"] ?? 0)] as const),
      ...times.map(([metric, about]) => [about, percentiles(metrics[metric]?.values ?? {})] as const),
    ],
    metrics,
  };
}

/** The files of a report by their paths, and what the terminal shows; without a place, only the latter. */
export function filesOf(report: Report, place: string | undefined): Readonly<Record<string, string>> {
  const text = renderText(report);
  if (place === undefined) return { stdout: text };
  return { stdout: text, [`${place}.json`]: `${JSON.stringify(report, undefined, 2)}\n`, [`${place}.html`]: renderPage(report) };
}

/** Of a rate or of times. */
const sampleCount = ({ count = 0, passes = 0, fails = 0 }: Readonly<Record<string, number>>): number => count + passes + fails;

const percentiles = (values: Readonly<Record<string, number>>): string =>
  sampleCount(values) === 0
    ? "nothing"
    : ["med", "p(95)", "p(99)", "max"].map((figure) => `${figure} ${show(figure, values[figure] ?? 0)}`).join(", ");

const renderText = ({ scenario, url, seconds, passed, objectives: rows, figures }: Report): string =>
  [
    "",
    `${scenario} against ${url}, ${seconds} s: ${passed ? "every objective was kept" : "NOT every objective was kept"}`,
    ...rows.map(({ about, promised, measured, isKept }) => `${isKept ? "  ok  " : "  FAIL"} ${about.padEnd(48)} ${measured} (${promised})`),
    ...figures.map(([about, text]) => `       ${about.padEnd(48)} ${text}`),
    "",
  ].join("\n");
