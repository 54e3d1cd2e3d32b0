import type { Bus, Deliver } from "./bus.ts";
import type { PodId } from "./roster.ts";

/** A bus for the pods of one process: what is sent in one turn of the event loop arrives in the next. */
export function createMemoryBus(): Bus {
  const inboxes = new Map<PodId, Deliver>();

  return {
    send(pod, envelope) {
      const sentAtMs = performance.now();
      setImmediate(() => inboxes.get(pod)?.(envelope, performance.now() - sentAtMs));
    },

    async open(pod, deliver) {
      inboxes.set(pod, deliver);
    },

    async close() {
      inboxes.clear();
    },
  };
}
