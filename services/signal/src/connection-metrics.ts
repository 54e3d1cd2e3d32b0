import { closeReasons, type ProblemCode, problems } from "@tgcall/protocol";
import { type Metrics, requestBuckets } from "@tgcall/runtime";

const upgradeResults = ["admitted", "echo", "unsupported_version", ...(Object.keys(problems) as ProblemCode[])] as const;
const admissions = ["joined", "resumed", "new_epoch"] as const;
const drainSteps = ["asked", "moved", "closed"] as const;
const roundTripBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10];
const closeCodes = [
  ...["1000", "1001", "1003", "1006", "1009"],
  ...new Set(Object.values(closeReasons).map(({ code }) => String(code))),
  "other",
];

type UpgradeResult = (typeof upgradeResults)[number];

/** Declares what is counted of connections, from the request for one to its end. */
export function createConnectionMetrics(metrics: Metrics) {
  const upgrades = metrics.counter("tgcall_signal_upgrades_total", "Upgrade requests by what became of them.", {
    labels: { result: upgradeResults },
  });
  const upgradeTimes = metrics.histogram(
    "tgcall_signal_upgrade_seconds",
    "How long upgrade requests took until the peer was welcomed or refused, in seconds.",
    { labels: { result: ["accepted", "refused"] }, buckets: requestBuckets },
  );
  const admitted = metrics.counter(
    "tgcall_signal_admissions_total",
    "Peers that were admitted: for the first time, coming back with their memory (resumed), or coming back without it (new_epoch).",
    { labels: { kind: admissions } },
  );
  const closes = metrics.counter("tgcall_signal_closes_total", "Connections that ended, by WebSocket close code.", {
    labels: { code: [...new Set(closeCodes)] },
  });
  const roundTrips = metrics.histogram(
    "tgcall_signal_round_trip_seconds",
    "How long peers took to answer a ping of WebSocket, one every five seconds and connection, in seconds: the network, and a browser that is busy.",
    { buckets: roundTripBuckets },
  );
  const drained = metrics.counter(
    "tgcall_signal_drain_peers_total",
    "Peers of this pod while it drained: asked to move, moved by themselves after that, or still there and closed at the end.",
    { labels: { step: drainSteps } },
  );
  return {
    upgraded: (result: UpgradeResult) => upgrades.inc({ result }),
    upgradeTook: (result: "accepted" | "refused", ms: number) => upgradeTimes.observe({ result }, ms / 1000),
    admitted(kind: (typeof admissions)[number]): void {
      upgrades.inc({ result: "admitted" });
      admitted.inc({ kind });
    },
    closed: (code: number) => closes.inc({ code: closeCodes.includes(String(code)) ? String(code) : "other" }),
    roundTripTook: (ms: number) => roundTrips.observe(ms / 1000),
    drained: (step: (typeof drainSteps)[number]) => drained.inc({ step }),
  };
}
