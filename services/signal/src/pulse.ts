import type { Logger } from "@tgcall/runtime";
import type { Departure, Reaper, Roster } from "@tgcall/store";
import { beatMs } from "./connection.ts";
import type { SignalMetrics } from "./metrics.ts";
import { type Rooms, renewalSlots } from "./rooms.ts";
import type { Supervise } from "./supervise.ts";

const reapMs = 1_000;
const reapJitter = 0.2;

export interface PulsePorts {
  readonly beating: Iterable<{ beat(nowMs: number): void }>;
  readonly rooms: Rooms;
  readonly reaper: Reaper;
  readonly metrics: SignalMetrics;
  readonly supervise: Supervise;
  readonly now: () => number;
  readonly log: Logger;
  /** How many peers should have been reaped and were not, about once a second. */
  readonly onGhosts: (peers: number) => void;
}

/** This pod's two clocks: one for heartbeats and renewals, one for the reaper. Answers what stops them. */
export function startPulse({ beating, rooms, reaper, metrics, supervise, now, log, onGhosts }: PulsePorts): () => void {
  let slot = 0;
  const beats = setInterval(() => {
    const nowMs = now();
    for (const each of beating) each.beat(nowMs);
    rooms.renew(slot);
    slot = (slot + 1) % renewalSlots;
  }, beatMs);

  const reap = async (): Promise<void> => {
    const startedAtMs = performance.now();
    let isOk = false;
    try {
      const rosters = await reaper.reap();
      isOk = true;
      metrics.reaped(rosters.length);
      for (const roster of rosters) {
        for (const { peerId } of lostNow(roster)) {
          metrics.departed("lost");
          log.info("peer lost", { callId: roster.callId, peerId });
        }
        if (roster.members.length === 0) metrics.emptied("lost");
        rooms.apply(roster);
      }
    } finally {
      metrics.reapTook(isOk ? "ok" : "failed", performance.now() - startedAtMs);
    }
  };
  const tick = async (): Promise<void> => {
    try {
      await reap();
    } finally {
      onGhosts(await reaper.countOverdue());
    }
  };
  let isStopped = false;
  let reaps: NodeJS.Timeout;
  const scheduleReap = (): void => {
    if (isStopped) return;
    const delayMs = reapMs * (1 + reapJitter * (2 * Math.random() - 1));
    reaps = setTimeout(() => supervise("reap", tick().finally(scheduleReap)), delayMs);
  };
  scheduleReap();

  return () => {
    isStopped = true;
    clearInterval(beats);
    clearTimeout(reaps);
  };
}

/** Whom the change that made this roster found without a lease. */
const lostNow = ({ departures, revision }: Roster): readonly Departure[] =>
  departures.filter((departure) => departure.revision === revision && departure.reason === "lost");
