import type { Bus, Deliver } from "./bus.ts";
import type { PodId } from "./roster.ts";

/** A bus for the pods of one process: what is sent in one turn of the event loop arrives in the next. */
export function createMemoryBus(): Bus {
  const inboxes = new Map<PodId, Deliver>();

  return {
    send(pod, envelope) {
      setImmediate(() => inboxes.get(pod)?.(envelope));
    },

    async open(pod, deliver) {
      inboxes.set(pod, deliver);
    },

    async close() {
      inboxes.clear();
    },
  };
}
