import { Cluster, type Redis } from "ioredis";
import { type OpenedClient, type RedisClient, redisClients } from "./redis-clients.ts";
import { createRedisCommands, type RedisCommands } from "./redis-commands.ts";
import { RedisHealth } from "./redis-health.ts";
import { withoutCommand } from "./redis-problem.ts";
import { parseRedisUrl } from "./redis-url.ts";
import type { StoreHealth } from "./stores.ts";

export interface RedisConnectionOptions {
  /** One server, Sentinels or a cluster: `parseRedisUrl` says how each is written. */
  readonly url: string;
  /** The certificate authorities that TLS trusts, as PEM; those of the machine when absent. */
  readonly tlsCa?: string | undefined;
  /** How many replicas must hold a durable write before it is answered; none by default. */
  readonly minReplicas?: number;
  /** Begins the connections' names in `CLIENT LIST`. */
  readonly name?: string;
  /** Hears why a connection failed, for a log line. */
  readonly onError?: (error: Error) => void;
}

/** The way to Redis: a connection for commands, one for durable writes if replicas must confirm them, and subscribers on demand. */
export interface RedisConnection extends RedisCommands {
  /** A connection for channels, which reconnects by itself but leaves subscribing to its owner's `ready` listener. */
  openSubscriber(): Redis;
  health(): StoreHealth;
  /** Calls when all connections work again after some did not; answers how to stop that. */
  onRecovered(listener: () => void): () => void;
  close(): Promise<void>;
}

const pingEveryMs = 5_000;

/** Connects to Redis; resolves after the first attempt, whether Redis was there or not. Throws `RedisUrlError`. */
export async function openRedisConnection(options: RedisConnectionOptions): Promise<RedisConnection> {
  const { url, tlsCa, minReplicas = 0, name = "tgcall", onError = () => {} } = options;
  const health = new RedisHealth();
  const opened: RedisClient[] = [];
  const keep = <Client extends RedisClient>(one: OpenedClient<Client>): Client => {
    health.add(one);
    opened.push(one.client);
    return one.client;
  };
  const { openCommands, openSubscriber } = redisClients(parseRedisUrl(url), {
    name,
    tlsCa,
    onError: (error) => onError(withoutCommand(error)),
    onChange: () => health.update(),
  });

  const client = keep(openCommands("commands"));
  const lane = minReplicas > 0 ? { client: keep(openCommands("durable")), minReplicas } : undefined;
  const commanding = [...opened];
  const commands = createRedisCommands(client, lane);
  // A process without traffic notices an outage too.
  const heartbeat = setInterval(() => {
    for (const each of commanding.flatMap(connectionsOf)) each.ping().catch(() => {});
  }, pingEveryMs);

  await Promise.all(commanding.map(firstAttempt));
  return {
    ...commands,
    openSubscriber: () => keep(openSubscriber()),
    health: () => health.now(),
    onRecovered: (listener) => health.onRecovered(listener),

    async close() {
      clearInterval(heartbeat);
      for (const each of opened) each.disconnect();
    },
  };
}

const connectionsOf = (client: RedisClient): readonly Redis[] => (client instanceof Cluster ? client.nodes() : [client]);

async function firstAttempt(client: RedisClient): Promise<void> {
  if (client.status === "connecting" || client.status === "connect") {
    await new Promise<void>((resolve) => {
      for (const outcome of ["ready", "close", "error"]) client.once(outcome, () => resolve());
    });
  }
  if (client instanceof Cluster) await Promise.all(client.nodes("master").map(firstAttempt));
}
