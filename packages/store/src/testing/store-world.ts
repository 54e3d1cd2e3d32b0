import { Redis } from "ioredis";
import { afterAll } from "vitest";
import type { StoreDurations } from "../store-durations.ts";
import type { Stores } from "../stores.ts";
import { openMemoryStores } from "../stores-memory.ts";
import { openRedisStores } from "../stores-redis.ts";
import { ageRedis } from "./age-redis.ts";
import { startRedisCluster } from "./redis-cluster.ts";
import { type RedisServer, startRedisServer } from "./redis-server.ts";

/** An empty store as two processes see it, and power over its time. */
export interface StoreWorld extends AsyncDisposable {
  readonly stores: Stores;
  /** The same store in another process; with memory adapters there is only one process. */
  readonly others: Stores;
  /** Lets time go by, for all that is stored. */
  pass(ms: number): Promise<void>;
  /** The store loses everything, as an empty replica that took over. Memory adapters lose their inboxes too. */
  lose(): Promise<void>;
}

export type OpenWorld = (durations?: Partial<StoreDurations>) => Promise<StoreWorld>;

/** A memory store on a clock that stands still until `pass`. */
export const openMemoryWorld: OpenWorld = async (durations = {}) => {
  let nowMs = Date.now();
  const open = () => openMemoryStores({ now: () => nowMs, durations });
  let stores = open();
  return {
    get stores() {
      return stores;
    },
    get others() {
      return stores;
    },
    async pass(ms) {
      nowMs += ms;
    },
    async lose() {
      await stores.close();
      stores = open();
    },
    [Symbol.asyncDispose]: () => stores.close(),
  };
};

/** Opens worlds on one real Redis that lives as long as the test file. */
export async function redisWorlds(): Promise<OpenWorld> {
  const server = await startRedisServer();
  afterAll(() => server[Symbol.asyncDispose]());
  return worldsOn(server.url, [server]);
}

/** Opens worlds on one real cluster that lives as long as the test file. */
export async function clusterWorlds(): Promise<OpenWorld> {
  const cluster = await startRedisCluster({ hasReplicas: false });
  afterAll(() => cluster[Symbol.asyncDispose]());
  return worldsOn(cluster.url, cluster.masters);
}

const worldsOn =
  (url: string, servers: readonly RedisServer[]): OpenWorld =>
  async (durations = {}) => {
    const onAll = async (change: (url: string) => Promise<void>): Promise<void> =>
      void (await Promise.all(servers.map((server) => change(server.url))));
    await onAll(empty);
    const [stores, others] = await Promise.all([openRedisStores({ url, durations }), openRedisStores({ url, durations })]);
    return {
      stores,
      others,
      pass: (ms) => onAll((each) => ageRedis(each, ms)),
      lose: () => onAll(empty),
      [Symbol.asyncDispose]: async () => void (await Promise.all([stores.close(), others.close()])),
    };
  };

async function empty(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}
