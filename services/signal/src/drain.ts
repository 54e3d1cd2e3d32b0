import { setTimeout as wait } from "node:timers/promises";

/** Fast enough that few wait long, and no more than the other pods admit with ease. */
const askedPerSecond = 100;
const pollMs = 50;

interface Handover<T> {
  readonly peers: readonly T[];
  /** Over how long at most, in milliseconds; whoever is still there then stays behind. */
  readonly limitMs: number;
  readonly ask: (peer: T) => void;
  /** How many are still there. */
  readonly remaining: () => number;
}

/** Asks each peer to move, a hundred a second or all within the limit; resolves when nobody is left, or at the limit. */
export async function handOver<T>({ peers, limitMs, ask, remaining }: Handover<T>): Promise<void> {
  const endsAtMs = performance.now() + limitMs;
  await spread(peers, Math.min(limitMs, (1_000 * peers.length) / askedPerSecond), ask);
  while (remaining() > 0 && performance.now() < endsAtMs) await wait(pollMs);
}

/** Does `task` for each of `items` in random order, evenly spread over `totalMs`. */
async function spread<T>(items: readonly T[], totalMs: number, task: (item: T) => void): Promise<void> {
  const shuffled = [...items]
    .map((item) => ({ item, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
  const stepMs = totalMs / Math.max(1, shuffled.length);
  for (const item of shuffled) {
    task(item);
    await wait(stepMs);
  }
}
