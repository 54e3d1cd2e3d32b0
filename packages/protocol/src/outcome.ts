import { decimal, fail, integer, isRecord, list, matching, optional, type Parse, shape } from "./parse.ts";

import { isTraceparent, type Traceparent } from "./traceparent.ts";

/** What setting up a call consists of, in order; a page reports those that it went through. */
export const setupPhases = ["resolve", "join", "ws", "description", "ice", "media"] as const;
export type SetupPhase = (typeof setupPhases)[number];

/**
 * One phase of setting up, in whole milliseconds; `startMs` counts from the beginning of the attempt. Between phases people
 * may have waited for each other: the durations alone are the machines' time.
 *
 * `resolve`: the code's request. `join`: the join token's. `ws`: from the ticket to `welcome`. `description`: from when the peer
 * could be reached to the exchange of descriptions. `ice`: from there to a connection. `media`: from there to the first media.
 */
export interface PhaseReport {
  readonly name: SetupPhase;
  readonly startMs: number;
  readonly durationMs: number;
}

/**
 * `connected`: media came. `failed`: no welcome came for ten seconds, or a peer was there for ten seconds and no media.
 * `abandoned`: the attempt was given up before that. `alone`: nobody came. `refused`: the service did not let the page in.
 */
export const setupResults = ["connected", "failed", "abandoned", "alone", "refused"] as const;
export type SetupResult = (typeof setupResults)[number];

/** Why the call is over for the page. `gone`: the page was closed. `fault`: the service found the page at fault. */
export const endReasons = ["left", "gone", "ended", "kicked", "replaced", "refused", "fault"] as const;
export type EndReason = (typeof endReasons)[number];

/** Browsers that behave alike, by user agent. */
export const browserFamilies = ["ios", "android", "safari", "firefox", "chromium", "telegram", "other"] as const;
export type BrowserFamily = (typeof browserFamilies)[number];

/** Where media went: straight or through TURN; a relay's transport is that between page and TURN server. */
export const mediaRoutes = ["direct", "relay"] as const;
export const mediaTransports = ["udp", "tcp", "tls"] as const;
export interface MediaPath {
  readonly route: (typeof mediaRoutes)[number];
  readonly transport: (typeof mediaTransports)[number];
}

/** How setting up went; once an attempt. `ageMs`: how long before this report the attempt began. */
export interface SetupReport {
  readonly result: SetupResult;
  readonly ageMs: number;
  readonly phases: readonly PhaseReport[];
}

/** How long the phases took together, in milliseconds: without the time that people waited for each other. */
export const setupMs = ({ phases }: Pick<SetupReport, "phases">): number => phases.reduce((sum, { durationMs }) => sum + durationMs, 0);

/** How a page brings media back: ICE restarts, restarts through TURN alone, new connections. */
export const recoveryRungs = ["restart", "relay", "rebuild"] as const;
export type RecoveryRung = (typeof recoveryRungs)[number];

/** `recovered`: media was connected after it. `failed`: another rung had to follow. */
export const recoveryResults = ["recovered", "failed"] as const;
export type RecoveryResult = (typeof recoveryResults)[number];

/** How many attempts of one rung ended so. */
export interface RecoveryReport {
  readonly rung: RecoveryRung;
  readonly result: RecoveryResult;
  readonly count: number;
}

/** How the call went; once, at its end. Times in milliseconds, `lossRatio` from 0 to 1, counts since the attempt began. */
export interface EndReport {
  readonly reason: EndReason;
  /** From the first media to the end; 0 when none came. */
  readonly talkedMs: number;
  readonly iceRestarts: number;
  /** Attempts to bring media back that are over; none when absent. */
  readonly recoveries?: readonly RecoveryReport[];
  /** Signaling connections after the first, and the longest time without one. */
  readonly reconnects: number;
  readonly longestGapMs: number;
  /** Messages sent for the first time, sent again, and received a second time. */
  readonly messages: number;
  readonly resends: number;
  readonly duplicates: number;
  readonly lossRatio?: number;
  readonly roundTripMs?: number;
  /** How unevenly media packets arrived, over all tracks the worst. */
  readonly jitterMs?: number;
}

/** Body of `POST /api/call/{callId}/outcome`: numbers and words of closed sets, nothing personal. */
export interface Outcome {
  readonly browser: BrowserFamily;
  /** W3C Trace Context: the trace that the phases belong to. */
  readonly traceparent?: Traceparent;
  readonly path?: MediaPath;
  readonly setup?: SetupReport;
  readonly end?: EndReport;
}

const dayMs = 86_400_000;
const maxLifeMs = 31 * dayMs;
const maxCount = 1_000_000;

/** One of these words. */
const oneOf = <const Word extends string>(words: readonly Word[]): Parse<Word> =>
  matching((value): value is Word => words.some((word) => word === value), `one of ${words.join(", ")}`);

const duration = integer(0, maxLifeMs);
const count = integer(0, maxCount);

const phase: Parse<PhaseReport> = shape({ name: oneOf(setupPhases), startMs: duration, durationMs: duration });

const setup: Parse<SetupReport> = (value, path) => {
  const report = shape({ result: oneOf(setupResults), ageMs: duration, phases: list(phase, setupPhases.length) })(value, path);
  if (new Set(report.phases.map(({ name }) => name)).size < report.phases.length) throw fail(`${path}.phases`, "must name each phase once");
  return report;
};

const recovery: Parse<RecoveryReport> = shape({ rung: oneOf(recoveryRungs), result: oneOf(recoveryResults), count });

const end: Parse<EndReport> = shape({
  reason: oneOf(endReasons),
  talkedMs: duration,
  iceRestarts: count,
  recoveries: optional(list(recovery, recoveryRungs.length * recoveryResults.length)),
  reconnects: count,
  longestGapMs: duration,
  messages: count,
  resends: count,
  duplicates: count,
  lossRatio: optional(decimal(0, 1)),
  roundTripMs: optional(integer(0, 60_000)),
  jitterMs: optional(integer(0, 60_000)),
});

const outcome: Parse<Outcome> = shape({
  browser: oneOf(browserFamilies),
  traceparent: optional(matching(isTraceparent, "a W3C traceparent")),
  path: optional(shape({ route: oneOf(mediaRoutes), transport: oneOf(mediaTransports) })),
  setup: optional(setup),
  end: optional(end),
});

/** Reads the body of `POST /api/call/{callId}/outcome`; throws `Problem("bad_request")` with the reason. */
export const parseOutcomeBody: Parse<Outcome> = (value, path) => {
  if (isRecord(value) && value["setup"] === undefined && value["end"] === undefined) throw fail(path, "must have setup or end");
  return outcome(value, path);
};
