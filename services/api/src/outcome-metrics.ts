import {
  type BrowserFamily,
  browserFamilies,
  type EndReport,
  endReasons,
  mediaRoutes,
  mediaTransports,
  type Outcome,
  recoveryResults,
  recoveryRungs,
  type SetupReport,
  setupMs,
  setupPhases,
  setupResults,
} from "@tgcall/protocol";
import type { Metrics } from "@tgcall/runtime";

const routes = [...mediaRoutes, "none"] as const;
const phases = [...setupPhases, "total"] as const;
const byBrowser = { browser: browserFamilies };
const setupBuckets = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 3.5, 5, 10, 30];
const callBuckets = [10, 30, 60, 300, 900, 1_800, 3_600, 7_200];
const gapBuckets = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 60];
const lossBuckets = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
const jitterBuckets = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25];
const roundTripBuckets = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1];

/** What pages report of calls, as metrics: the reports themselves are kept nowhere. */
export interface OutcomeMetrics {
  count(outcome: Outcome): void;
}

/** Declares what is counted of pages' reports. */
export function createOutcomeMetrics(metrics: Metrics): OutcomeMetrics {
  const setups = metrics.counter(
    "tgcall_client_setups_total",
    "Attempts to get into a call, as pages report them: media came (connected), no welcome came for ten seconds or a peer was there for ten seconds and no media (failed), given up before that (abandoned), nobody came (alone), or the service did not let the page in (refused).",
    { labels: { result: setupResults, ...byBrowser } },
  );
  const setupTimes = metrics.histogram(
    "tgcall_client_setup_seconds",
    "How long each phase of attempts that connected took, in seconds, by the route that media then went; total is all phases without the time that people waited for each other.",
    { labels: { phase: phases, route: routes }, buckets: setupBuckets },
  );
  const paths = metrics.counter(
    "tgcall_client_paths_total",
    "Attempts that connected, by the path of media: direct or by relay, and its transport.",
    {
      labels: { route: mediaRoutes, transport: mediaTransports, ...byBrowser },
    },
  );
  const countEnd = createEndMetrics(metrics);

  function countSetup(setup: SetupReport, { browser, path }: Outcome): void {
    const { result } = setup;
    setups.inc({ result, browser });
    if (result !== "connected") return;
    if (path !== undefined) paths.inc({ ...path, browser });
    const route = path?.route ?? "none";
    for (const { name, durationMs } of setup.phases) setupTimes.observe({ phase: name, route }, durationMs / 1_000);
    setupTimes.observe({ phase: "total", route }, setupMs(setup) / 1_000);
  }

  return {
    count(outcome) {
      if (outcome.setup !== undefined) countSetup(outcome.setup, outcome);
      if (outcome.end !== undefined) countEnd(outcome.end, outcome);
    },
  };
}

function createEndMetrics(metrics: Metrics): (report: EndReport, outcome: Outcome) => void {
  const ends = metrics.counter("tgcall_client_ends_total", "Calls that are over for a page, by reason.", {
    labels: { reason: endReasons, ...byBrowser },
  });
  const talked = metrics.histogram("tgcall_client_call_seconds", "How long calls lasted for a page from its first media, in seconds.", {
    labels: { route: routes },
    buckets: callBuckets,
  });
  const iceRestarts = metrics.counter("tgcall_client_ice_restarts_total", "ICE restarts that pages began.");
  const recoveries = metrics.counter(
    "tgcall_client_recoveries_total",
    "Attempts of pages to bring media back, by rung and result: an ICE restart, one through TURN alone (relay), a new connection (rebuild); failed are those that another had to follow.",
    { labels: { rung: recoveryRungs, result: recoveryResults } },
  );
  const reconnects = metrics.counter("tgcall_client_reconnects_total", "Signaling connections of pages after their first.");
  const gaps = metrics.histogram(
    "tgcall_client_gap_seconds",
    "The longest time that a page was without a signaling connection in a call, in seconds; calls that had none are left out.",
    { buckets: gapBuckets },
  );
  const messages = metrics.counter("tgcall_client_messages_total", "Messages to peers that pages sent for the first time.");
  const resends = metrics.counter("tgcall_client_resends_total", "Messages to peers that pages sent again.");
  const duplicates = metrics.counter(
    "tgcall_client_duplicates_total",
    "Messages of peers that came to pages a second time, and took effect once.",
  );
  const observeQuality = createQualityMetrics(metrics);

  return (report, { browser, path }) => {
    const route = path?.route ?? "none";
    ends.inc({ reason: report.reason, browser });
    if (report.talkedMs > 0) talked.observe({ route }, report.talkedMs / 1_000);
    iceRestarts.inc(report.iceRestarts);
    for (const { rung, result, count } of report.recoveries ?? []) recoveries.inc({ rung, result }, count);
    reconnects.inc(report.reconnects);
    if (report.longestGapMs > 0) gaps.observe(report.longestGapMs / 1_000);
    messages.inc(report.messages);
    resends.inc(report.resends);
    duplicates.inc(report.duplicates);
    observeQuality(report, route, browser);
  };
}

function createQualityMetrics(metrics: Metrics): (report: EndReport, route: (typeof routes)[number], browser: BrowserFamily) => void {
  const quality = { route: routes, ...byBrowser };
  const losses = metrics.histogram(
    "tgcall_client_loss_ratio",
    "Share of media packets that did not arrive at a page, 0 to 1, one a call.",
    {
      labels: quality,
      buckets: lossBuckets,
    },
  );
  const roundTrips = metrics.histogram("tgcall_client_round_trip_seconds", "Round trip of the media path, in seconds, one a call.", {
    labels: quality,
    buckets: roundTripBuckets,
  });
  const jitters = metrics.histogram(
    "tgcall_client_jitter_seconds",
    "How unevenly media packets arrived at a page, of its worst track, in seconds, one a call.",
    { labels: { route: routes }, buckets: jitterBuckets },
  );

  return (report, route, browser) => {
    if (report.lossRatio !== undefined) losses.observe({ route, browser }, report.lossRatio);
    if (report.roundTripMs !== undefined) roundTrips.observe({ route, browser }, report.roundTripMs / 1_000);
    if (report.jitterMs !== undefined) jitters.observe({ route }, report.jitterMs / 1_000);
  };
}
