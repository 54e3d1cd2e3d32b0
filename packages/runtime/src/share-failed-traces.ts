import type { KeepFailed } from "./failed-traces.ts";

/** How processes tell each other which traces failed. What gets lost on the way costs a part of a trace, nothing else. */
export interface FailedTraces {
  tell(traceId: string): void;
  hear(listener: (traceId: string) => void): void;
}

let own: KeepFailed | undefined;

/** This process traces, and can share what it keeps. */
export function offerFailedTraces(kept: KeepFailed): void {
  own = kept;
}

/** Sends its part of every trace that failed in another process, and lets the others know what fails here; does nothing without tracing. */
export function shareFailedTraces(others: FailedTraces): void {
  if (own === undefined) return;
  const kept = own;
  kept.onFailed = (traceId) => others.tell(traceId);
  others.hear((traceId) => kept.keep(traceId));
}
