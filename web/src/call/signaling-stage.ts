import type { CallView } from "@tgcall/client";

/** How long a lost connection is only hinted at. */
const patienceMs = 8_000;

/** How loudly to tell that the service cannot be reached: not at all, in a corner, or with a choice. */
export type SignalingStage = "fine" | "hint" | "choice";

/** What a view deserves at `now` (Unix milliseconds). */
export function signalingStage({ phase, phaseSince }: Pick<CallView, "phase" | "phaseSince">, now: number): SignalingStage {
  if (phase === "connected" || phase === "ended") return "fine";
  if (now - phaseSince >= patienceMs) return "choice";
  return phase === "reconnecting" ? "hint" : "fine";
}

/** When the stage changes by itself, in milliseconds from `now`; `undefined` when it does not. */
export function untilChoice({ phase, phaseSince }: Pick<CallView, "phase" | "phaseSince">, now: number): number | undefined {
  if (phase === "connected" || phase === "ended") return undefined;
  const left = phaseSince + patienceMs - now;
  return left > 0 ? left : undefined;
}
