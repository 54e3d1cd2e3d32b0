import { redisScripts } from "./redis-scripts.ts";

/** What commands are counted under: scripts by their name, `rate` for everything about rates. */
export const redisCommandNames: readonly string[] = [
  ...Object.values(redisScripts).map(({ name }) => name),
  ...["set", "sismember", "zcount", "publish", "ping", "clock", "rate"],
];

/** Hears how long a command took, and whether it was answered well. */
export type OnCommand = (name: string, seconds: number, isOk: boolean) => void;

/** Does the work and tells how it went. */
export async function timed<T>(name: string, onCommand: OnCommand, work: () => Promise<T>): Promise<T> {
  const startedAtMs = performance.now();
  let isOk = false;
  try {
    const answer = await work();
    isOk = true;
    return answer;
  } finally {
    onCommand(name, (performance.now() - startedAtMs) / 1_000, isOk);
  }
}
