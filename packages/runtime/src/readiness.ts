import type { Lifecycle } from "./lifecycle.ts";
import type { Readiness } from "./ops-server.ts";

type StoreHealth = "connecting" | "ready" | "degraded";

/** Whether requests should come here: from the first meeting with the store, also while that is away, until draining. */
export function readinessOf(phase: Lifecycle["phase"], store: StoreHealth): Readiness {
  const isStarting = phase === "starting" || store === "connecting";
  const status = phase === "draining" ? "draining" : isStarting ? "starting" : store;
  return { status, store };
}
