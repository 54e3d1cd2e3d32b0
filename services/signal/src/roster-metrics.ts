import type { LeaveReason } from "@tgcall/protocol";
import { type Metrics, requestBuckets } from "@tgcall/runtime";
import type { RosterChange } from "./roster-changes.ts";

const changes = ["joined", "left", "away", "back", "updated"] as const satisfies readonly RosterChange["type"][];
const reasons = ["left", "lost", "kicked", "ended"] as const satisfies readonly LeaveReason[];
const lastDepartures = ["left", "lost"] as const satisfies readonly LeaveReason[];
const outcomes = ["ok", "failed"] as const;
const renewals = ["kept", "missing", "failed"] as const;
const restores = ["restored", "over", "failed"] as const;

/** Declares what is counted of memberships: their changes, leases and ends. */
export function createRosterMetrics(metrics: Metrics) {
  const rosterChanges = metrics.counter("tgcall_signal_roster_changes_total", "Changes of rosters that this pod told its peers, by kind.", {
    labels: { change: changes },
  });
  const departures = metrics.counter(
    "tgcall_signal_departures_total",
    "Memberships that ended, by reason; lost are those whose lease ran out, kicked and ended those of peers that were connected.",
    { labels: { reason: reasons } },
  );
  const emptied = metrics.counter(
    "tgcall_signal_calls_emptied_total",
    "Calls whose last peer went, by how: it left, or its lease ran out (lost). One that is entered again may count again; those that the initiator ends are in tgcall_api_calls_ended_total.",
    { labels: { reason: lastDepartures } },
  );
  const renewed = metrics.counter(
    "tgcall_signal_renewals_total",
    "Renewals of the leases of one call's peers here: kept, missing from the store in part, or failed.",
    { labels: { result: renewals } },
  );
  const restored = metrics.counter(
    "tgcall_signal_restores_total",
    "Calls that the store had lost: put back from this pod's memory, over by now, or failed.",
    { labels: { result: restores } },
  );
  const reaps = metrics.counter("tgcall_signal_reaps_total", "Ticks of this pod's reaper, about one a second.", {
    labels: { result: outcomes },
  });
  const reapTimes = metrics.histogram("tgcall_signal_reap_seconds", "How long ticks of this pod's reaper took, in seconds.", {
    buckets: requestBuckets,
  });
  const reaped = metrics.counter(
    "tgcall_signal_reaped_rosters_total",
    "Rosters from which this pod removed a peer whose lease had run out.",
  );
  return {
    changed: (change: RosterChange["type"]) => rosterChanges.inc({ change }),
    departed: (reason: LeaveReason, peers = 1) => departures.inc({ reason }, peers),
    emptied: (reason: (typeof lastDepartures)[number]) => emptied.inc({ reason }),
    renewed: (result: (typeof renewals)[number]) => renewed.inc({ result }),
    restored: (result: (typeof restores)[number]) => restored.inc({ result }),
    reaped: (rosters: number) => reaped.inc(rosters),
    reapTook(result: (typeof outcomes)[number], ms: number): void {
      reaps.inc({ result });
      reapTimes.observe(ms / 1000);
    },
  };
}
