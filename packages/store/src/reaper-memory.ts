import { type HeldCall, type MemoryCalls, peerIdsOf, remove } from "./memory-calls.ts";
import type { Reaper } from "./roster.ts";
import type { StoreDurations } from "./store-durations.ts";

/** Reaps the calls of one process. */
export function createMemoryReaper(calls: MemoryCalls, { tickGapMs, leaseMs, overdueMs }: StoreDurations): Reaper {
  let nextTickByMs = 0;
  let heldUntilMs = 0;

  const lapsedIn = (call: HeldCall, now: number) => peerIdsOf(call).filter((id) => (call.members.get(id)?.leaseEndsAtMs ?? now) <= now);

  return {
    async reap() {
      const now = calls.now();
      if (now >= nextTickByMs) heldUntilMs = now + leaseMs;
      nextTickByMs = now + tickGapMs;
      if (now < heldUntilMs) return [];

      return [...calls.all()].flatMap((call) => {
        const lapsed = lapsedIn(call, now);
        if (lapsed.length === 0) return [];
        return [
          calls.change(call, undefined, () => {
            for (const peerId of lapsed) remove(call, peerId, "lost");
          }),
        ];
      });
    },

    async countOverdue() {
      const edge = calls.now() - overdueMs;
      return [...calls.all()].reduce((sum, call) => sum + lapsedIn(call, edge).length, 0);
    },
  };
}
