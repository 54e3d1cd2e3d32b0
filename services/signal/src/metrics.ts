import { closeReasons, problems } from "@tgcall/protocol";
import type { Metrics } from "@tgcall/runtime";

const refusals = ["rate_limited", "bad_request", "unknown_type", "store_unavailable", "other"] as const;
const upgradeResults = ["admitted", "echo", "unsupported_version", ...(Object.keys(problems) as (keyof typeof problems)[])] as const;
const frameTypes = ["signal", "ping", "update", "leave", "unknown"] as const;
const closeCodes = [
  "1000",
  "1001",
  "1003",
  "1006",
  "1009",
  ...new Set(Object.values(closeReasons).map(({ code }) => String(code))),
  "other",
];

type FrameType = (typeof frameTypes)[number];
type Route = "local" | "remote" | "undeliverable";
export type UpgradeResult = (typeof upgradeResults)[number];

/** What the signal service counts. */
export interface SignalMetrics {
  upgraded(result: UpgradeResult): void;
  received(type: FrameType): void;
  forwarded(route: Route): void;
  refused(code: string): void;
  closed(code: number): void;
  reaped(rosters: number): void;
}

/** Declares the signal service's metrics; the gauges are read when they are scraped. */
export function createSignalMetrics(
  metrics: Metrics,
  counts: { readonly connections: () => number; readonly rooms: () => number },
): SignalMetrics {
  metrics.gauge("tgcall_signal_connections", "WebSocket connections that are open on this pod.", { read: counts.connections });
  metrics.gauge("tgcall_signal_rooms", "Calls with a peer on this pod.", { read: counts.rooms });
  const upgrades = metrics.counter("tgcall_signal_upgrades_total", "Upgrade requests by what became of them.", {
    labels: { result: upgradeResults },
  });
  const frames = metrics.counter("tgcall_signal_frames_total", "Well-formed frames from peers by type.", { labels: { type: frameTypes } });
  const forwards = metrics.counter("tgcall_signal_forwards_total", "Frames from peer to peer by the way they took.", {
    labels: { route: ["local", "remote", "undeliverable"] },
  });
  const errors = metrics.counter("tgcall_signal_errors_total", "Frames that were answered with an error, by its code.", {
    labels: { code: refusals },
  });
  const closes = metrics.counter("tgcall_signal_closes_total", "Connections that ended, by WebSocket close code.", {
    labels: { code: closeCodes },
  });
  const reaps = metrics.counter(
    "tgcall_signal_reaped_rosters_total",
    "Rosters from which this pod removed a peer whose lease had run out.",
  );
  return {
    upgraded: (result) => upgrades.inc({ result }),
    received: (type) => frames.inc({ type }),
    forwarded: (route) => forwards.inc({ route }),
    refused: (code) => errors.inc({ code: refusals.find((known) => known === code) ?? "other" }),
    closed: (code) => closes.inc({ code: closeCodes.includes(String(code)) ? String(code) : "other" }),
    reaped: (rosters) => reaps.inc(rosters),
  };
}
