import type { FailedTraces } from "./failed-traces.ts";

/** For one process, which tells itself. */
export function createMemoryFailedTraces(): FailedTraces {
  const listeners: ((traceId: string) => void)[] = [];
  return {
    tell(traceId) {
      for (const listener of listeners) listener(traceId);
    },
    hear: (listener) => void listeners.push(listener),
  };
}
