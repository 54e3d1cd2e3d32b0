import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "@tgcall/protocol";
import type { Roster } from "@tgcall/store";

const attempts = 5;
const firstWaitMs = 500;

/**
 * Tells the store that a stay is over, and tries again with jitter while the store is away. After about ten seconds it gives up:
 * the lease runs out by itself, and a later generation is never touched.
 */
export async function persistDeparture(depart: () => Promise<Roster | undefined>): Promise<Roster | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await depart();
    } catch (error) {
      const isAway = error instanceof Problem && error.code === "store_unavailable";
      if (!isAway || attempt === attempts) throw error;
      await wait(Math.random() * firstWaitMs * 2 ** attempt, undefined, { ref: false });
    }
  }
}
