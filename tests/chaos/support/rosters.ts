import { setTimeout as delay } from "node:timers/promises";
import { createApiClient } from "@tgcall/client";
import type { Crowd } from "../headless/crowd.ts";

/** Milliseconds until the store names both peers of every call as present again. */
export async function untilWhole(origin: string, crowd: Crowd, sinceMs: number): Promise<number> {
  const api = createApiClient(origin);
  const isWhole = async ({ callId, tokens }: Crowd["calls"][number]): Promise<boolean> =>
    await api.read(callId, tokens[0] ?? "").then(
      ({ peers }) => peers.length === 2,
      () => false,
    );
  let missing: readonly Crowd["calls"][number][] = crowd.calls;
  while (missing.length > 0 && Date.now() - sinceMs < 20_000) {
    const whole = await Promise.all(missing.map(isWhole));
    missing = missing.filter((_, index) => !whole[index]);
    await delay(50);
  }
  return missing.length === 0 ? Date.now() - sinceMs : Number.POSITIVE_INFINITY;
}
