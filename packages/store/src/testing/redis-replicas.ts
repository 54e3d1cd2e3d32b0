import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { vi } from "vitest";
import { type RedisServer, startRedisServer } from "./redis-server.ts";

/** A primary and replicas that have caught up with it. */
export interface ReplicatedRedis extends AsyncDisposable {
  readonly url: string;
  readonly primary: RedisServer;
  readonly replicas: readonly RedisServer[];
}

/** Starts a primary and so many replicas of it. */
export async function startReplicatedRedis(replicaCount: number): Promise<ReplicatedRedis> {
  const primary = await startRedisServer("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1");
  const replicaOf = ["--replicaof", `127.0.0.1 ${primary.port}`, "--repl-diskless-sync-delay", "0"];
  const replicas = await Promise.all(Array.from({ length: replicaCount }, () => startRedisServer(...replicaOf)));
  const admin = new Redis(primary.url);
  await vi.waitFor(async () => {
    await admin.set("caught up", 1, "PX", 1);
    if ((await admin.wait(replicaCount, 100)) < replicaCount) throw new Error("replicas have not caught up");
  }, 10_000);
  admin.disconnect();

  return {
    url: primary.url,
    primary,
    replicas,
    async [Symbol.asyncDispose]() {
      for (const server of [primary, ...replicas]) await server[Symbol.asyncDispose]();
    },
  };
}

/** A replicated Redis that Sentinels watch, under the name `tgcall`. */
export interface WatchedRedis extends ReplicatedRedis {
  readonly sentinels: readonly RedisServer[];
}

/** Starts Sentinels over a primary and replicas; a primary that is silent for half a second is replaced. */
export async function startWatchedRedis(replicaCount: number, sentinelCount: number): Promise<WatchedRedis> {
  const redis = await startReplicatedRedis(replicaCount);
  const directory = await mkdtemp(join(tmpdir(), "tgcall-sentinel-"));
  const settings = [
    `sentinel monitor tgcall 127.0.0.1 ${redis.primary.port} ${Math.ceil((sentinelCount + 1) / 2)}`,
    "sentinel down-after-milliseconds tgcall 500",
    "sentinel failover-timeout tgcall 2000",
  ].join("\n");
  const sentinels = await Promise.all(
    Array.from({ length: sentinelCount }, async (_, index) => {
      const file = join(directory, `${index}.conf`);
      await writeFile(file, settings);
      return startRedisServer(file, "--sentinel");
    }),
  );
  await Promise.all(sentinels.map((sentinel) => untilWatching(sentinel, replicaCount, sentinelCount)));

  return {
    ...redis,
    sentinels,
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/tgcall`,
    async [Symbol.asyncDispose]() {
      for (const sentinel of sentinels) await sentinel[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function untilWatching({ port }: RedisServer, replicaCount: number, sentinelCount: number): Promise<void> {
  const admin = new Redis(port);
  try {
    await vi.waitFor(async () => {
      const state = String(await admin.call("SENTINEL", "MASTER", "tgcall"));
      const isComplete = state.includes(`num-slaves,${replicaCount}`) && state.includes(`num-other-sentinels,${sentinelCount - 1}`);
      if (!isComplete) throw new Error(`a Sentinel does not see all: ${state}`);
    }, 15_000);
  } finally {
    admin.disconnect();
  }
}
