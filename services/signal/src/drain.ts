import { setTimeout as wait } from "node:timers/promises";

/**
 * Does `task` for each of `items` in random order, evenly spread over `totalMs`; what joins later is not among them. Resolves when
 * the time is over or nothing is left to wait for.
 */
export async function spread<T>(items: Iterable<T>, totalMs: number, task: (item: T) => void): Promise<void> {
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
