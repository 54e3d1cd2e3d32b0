import { createApiClient } from "@tgcall/client";
import { HeadlessPeer } from "../headless/headless-peer.ts";
import type { System } from "./system.ts";

const giveUpMs = 30_000;
const pollMs = 20;

/** Milliseconds from then until a new call can be created, entered by two peers and spoken in, through every process. */
export async function recovery({ origin, signals }: System, sinceMs: number): Promise<number> {
  await retried(async () => await talkOnce(origin, Math.max(2, signals.length)));
  return Date.now() - sinceMs;
}

async function talkOnce(origin: string, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    const api = createApiClient(origin);
    const { code, joinToken } = await api.create({ initiator_telegram_id: "1" });
    const tokens = [joinToken, (await api.resolve(code)).joinToken];
    const peers = tokens.map((token, index) => new HeadlessPeer({ peer: `recovery ${index}`, origin, token }));
    try {
      await untilTrue(() => peers.every(({ view }) => view.peers.length === 1));
      for (const peer of peers) peer.say();
      await untilTrue(() => peers.every(({ latencies }) => latencies.length === 1));
    } finally {
      for (const peer of peers) peer.leave();
    }
  }
}

async function retried(run: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + giveUpMs;
  for (;;) {
    const outcome = await run().then(
      () => undefined,
      (error: unknown) => error ?? "failed",
    );
    if (outcome === undefined) return;
    if (Date.now() > deadline) throw outcome;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function untilTrue(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + giveUpMs;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error("two new peers cannot talk");
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
