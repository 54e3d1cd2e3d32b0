import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { vi } from "vitest";
import { findFreePort } from "./free-ports.ts";
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

/** A replicated Redis that a Sentinel watches, under the name `tgcall`. */
export interface WatchedRedis extends ReplicatedRedis {
  readonly sentinel: RedisServer;
}

/** Starts a Sentinel over a primary and replicas; a primary that is silent for half a second is replaced. The first Sentinel of the URL is not there. */
export async function startWatchedRedis(replicaCount: number): Promise<WatchedRedis> {
  const redis = await startReplicatedRedis(replicaCount);
  const directory = await mkdtemp(join(tmpdir(), "tgcall-sentinel-"));
  const file = join(directory, "sentinel.conf");
  const settings = [
    `sentinel monitor tgcall 127.0.0.1 ${redis.primary.port} 1`,
    "sentinel down-after-milliseconds tgcall 500",
    "sentinel failover-timeout tgcall 2000",
  ];
  await writeFile(file, settings.join("\n"));
  const sentinel = await startRedisServer(file, "--sentinel");
  await untilWatching(sentinel, replicaCount);

  return {
    ...redis,
    sentinel,
    url: `redis+sentinel://127.0.0.1:${await findFreePort()},127.0.0.1:${sentinel.port}/tgcall`,
    async [Symbol.asyncDispose]() {
      await sentinel[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function untilWatching({ port }: RedisServer, replicaCount: number): Promise<void> {
  const admin = new Redis(port);
  try {
    await vi.waitFor(async () => {
      const state = String(await admin.call("SENTINEL", "MASTER", "tgcall"));
      if (!state.includes(`num-slaves,${replicaCount}`)) throw new Error(`the Sentinel does not see all: ${state}`);
    }, 15_000);
  } finally {
    admin.disconnect();
  }
}
