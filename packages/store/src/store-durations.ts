import { limits } from "@tgcall/protocol";

const secondMs = 1_000;
const dayMs = 86_400 * secondMs;

/** The times that a store keeps, in milliseconds. */
export interface StoreDurations {
  /** A membership's lease, the grace of a dropped one, and how long nobody is reaped after a gap. */
  readonly leaseMs: number;
  /** The same ticket and instance are admitted again for so long. */
  readonly ticketReplayMs: number;
  /** A burnt ticket is remembered for longer than it could be valid, clock skew included. */
  readonly ticketBurntMs: number;
  /** So long without a tick of any pod is an outage of ours. */
  readonly tickGapMs: number;
  /** A membership whose lease has been over for so long should have been reaped. */
  readonly overdueMs: number;
  /** Answers to repeated requests, and used codes, are remembered for so long. */
  readonly rememberMs: number;
}

export const defaultDurations: StoreDurations = {
  leaseMs: limits.leaseMs,
  ticketReplayMs: limits.ticketReplayMs,
  ticketBurntMs: limits.ticketTtlMs + 60 * secondMs,
  tickGapMs: 5 * secondMs,
  overdueMs: 5 * secondMs,
  rememberMs: dayMs,
};
