import { Cluster, type Redis } from "ioredis";
import type { OpenedClient, RedisClient } from "./redis-client.ts";
import { redisClients } from "./redis-clients.ts";
import { RedisClock } from "./redis-clock.ts";
import { createRedisCommands, type RedisCommands } from "./redis-commands.ts";
import { RedisHealth } from "./redis-health.ts";
import { type OnCommand, timed } from "./redis-observer.ts";
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
  /** Hears of every command, for a metric. */
  readonly onCommand?: OnCommand;
}

/** The way to Redis: a connection for commands, one for durable writes if replicas must confirm them, and subscribers on demand. */
export interface RedisConnection extends RedisCommands {
  /** A connection for channels, which reconnects by itself but leaves subscribing to its owner's `ready` listener. */
  openSubscriber(): Redis;
  readonly clock: RedisClock;
  health(): StoreHealth;
  /** Calls when all connections work again after some did not; answers how to stop that. */
  onRecovered(listener: () => void): () => void;
  close(): Promise<void>;
}

const pingEveryMs = 5_000;

/** Connects to Redis; resolves after the first attempt, whether Redis was there or not. Throws when the URL cannot be read. */
export async function openRedisConnection(options: RedisConnectionOptions): Promise<RedisConnection> {
  const { url, tlsCa, minReplicas = 0, name = "tgcall", onError = () => {}, onCommand = () => {} } = options;
  const health = new RedisHealth();
  const watched = <Client extends RedisClient>(one: OpenedClient<Client>): Client => {
    health.add(one);
    return one.client;
  };
  const clients = redisClients(parseRedisUrl(url), {
    name,
    tlsCa,
    onError: (error) => onError(withoutCommand(error)),
    onChange: () => health.update(),
  });

  const client = watched(clients.openCommands("commands"));
  const lane = minReplicas > 0 ? { client: watched(clients.openCommands("durable")), minReplicas } : undefined;
  const commanding = lane === undefined ? [client] : [client, lane.client];
  const commands = createRedisCommands(client, lane, onCommand);
  const clock = new RedisClock(commands);
  // A process without traffic notices an outage too.
  const heartbeat = setInterval(() => {
    for (const each of commanding.flatMap(connectionsOf)) timed("ping", onCommand, () => each.ping()).catch(() => {});
    void clock.adjust();
  }, pingEveryMs);

  await Promise.all(commanding.map(firstAttempt));
  await clock.adjust();
  return {
    ...commands,
    openSubscriber: () => watched(clients.openSubscriber()),
    clock,
    health: () => health.now(),
    onRecovered: (listener) => health.onRecovered(listener),

    async close() {
      clearInterval(heartbeat);
      clients.close();
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
