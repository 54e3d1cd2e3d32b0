import type { Redis, RedisOptions, Result } from "ioredis";
import { isReadOnlyReply, translateRedisError, withoutCommand } from "./redis-problem.ts";
import { type RedisScript, redisScripts } from "./redis-scripts.ts";
import type { StoreHealth } from "./stores.ts";
import { StrictRedis } from "./strict-redis.ts";

type ScriptArgument = string | number;

declare module "ioredis" {
  interface RedisCommander<Context> {
    [script: `tgcall:${string}`]: (keyCount: number, ...keysAndArguments: ScriptArgument[]) => Result<unknown, Context>;
  }
}

export interface RedisConnectionOptions {
  /** `redis://` or, with TLS, `rediss://`. */
  readonly url: string;
  /** Begins the connections' names in `CLIENT LIST`. */
  readonly name?: string;
  /** Hears why a connection failed, for a log line. */
  readonly onError?: (error: Error) => void;
}

/** The way to Redis: one connection for commands, and subscribers on demand. */
export interface RedisConnection {
  readonly client: Redis;
  /** Sends commands once; what fails becomes `store_unavailable` within a second, and may or may not have had its effect. */
  ask<T>(send: (client: Redis) => Promise<T>): Promise<T>;
  /** Runs a script in one round trip. */
  run(script: RedisScript, keys: readonly string[], ...args: readonly ScriptArgument[]): Promise<unknown>;
  /** A connection for channels, which reconnects by itself but leaves subscribing to its owner's `ready` listener. */
  openSubscriber(): Redis;
  health(): StoreHealth;
  close(): Promise<void>;
}

const pingEveryMs = 5_000;

/** Connects to Redis; resolves after the first attempt, whether Redis was there or not. */
export async function openRedisConnection({ url, name = "tgcall", onError }: RedisConnectionOptions): Promise<RedisConnection> {
  const clients: Redis[] = [];
  const met = new Set<Redis>();

  const open = (purpose: string): Redis => {
    const client = new StrictRedis(url, { ...clientOptions, connectionName: `${name}:${purpose}` });
    client.on("error", (error: Error) => onError?.(withoutCommand(error)));
    client.on("ready", () => met.add(client));
    clients.push(client);
    return client;
  };

  const client = open("commands");
  for (const { command, lua } of Object.values(redisScripts)) client.defineCommand(command, { lua });

  const ask: RedisConnection["ask"] = async (send) => {
    try {
      return await send(client);
    } catch (error) {
      throw translateRedisError(error);
    }
  };
  // A process without traffic notices an outage too.
  const heartbeat = setInterval(() => client.ping().catch(() => {}), pingEveryMs);

  await firstAttempt(client);
  return {
    client,
    ask,
    run: ({ command }, keys, ...args) => ask(async () => client[command]?.(keys.length, ...keys, ...args)),
    openSubscriber: () => open("subscriber"),

    health() {
      if (met.size < clients.length) return "connecting";
      return clients.every(({ status }) => status === "ready") ? "ready" : "degraded";
    },

    async close() {
      clearInterval(heartbeat);
      for (const each of clients) each.disconnect();
    },
  };
}

const clientOptions = {
  // Nothing waits for a Redis that is away, and nothing is sent twice: a repeated script could refuse what its first run granted.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  commandTimeout: 700,
  connectTimeout: 2_000,
  keepAlive: 10_000,
  reconnectOnError: isReadOnlyReply,
  retryStrategy: (attempt) => jittered(Math.min(1_000, 25 * 2 ** attempt)),
} satisfies RedisOptions;

const jittered = (delayMs: number): number => delayMs * (0.5 + Math.random() / 2);

const firstAttempt = (client: Redis): Promise<void> =>
  new Promise((resolve) => {
    for (const outcome of ["ready", "close"]) client.once(outcome, () => resolve());
  });
