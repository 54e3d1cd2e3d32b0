import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type RedisServer, startRedisServer } from "@tgcall/store/testing";

const run = promisify(execFile);

/** A real Redis that writes every change to its log, as deployed: a killed process finds its data again. */
export const startDurableRedis = (): Promise<RedisServer> => startRedisServer("--appendonly", "yes", "--appendfsync", "everysec");

/** Asks the Redis at `port`, as on a command line. */
export async function askRedis(port: number, ...words: readonly string[]): Promise<string> {
  const { stdout } = await run("redis-cli", ["-p", String(port), ...words], { timeout: 5_000 });
  return stdout.trim();
}
