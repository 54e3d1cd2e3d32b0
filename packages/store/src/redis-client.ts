import type { Cluster, Redis } from "ioredis";
import { type ClientOptions, clientOptions, retryDelay } from "./redis-client-options.ts";
import type { RedisAddress } from "./redis-url.ts";
import { StrictRedis } from "./strict-redis.ts";

/** A client of one server, perhaps the one that Sentinels name, or of a cluster. */
export type RedisClient = Redis | Cluster;

/** A client, and whether everything can be asked of it at this moment. */
export interface OpenedClient<Client extends RedisClient = RedisClient> {
  readonly client: Client;
  readonly isUsable: () => boolean;
}

/** Makes the clients of one address; each reconnects by itself until all are closed. */
export interface RedisClients {
  readonly openCommands: (purpose: string) => OpenedClient;
  /** A connection for channels. In a cluster it is to any node: each hears what is published on all. */
  readonly openSubscriber: () => OpenedClient<Redis>;
  readonly close: () => void;
}

export interface RedisClientsOptions {
  /** Begins the connections' names in `CLIENT LIST`. */
  readonly name: string;
  /** The certificate authorities that TLS trusts, as PEM; those of the machine when undefined. */
  readonly tlsCa: string | undefined;
  readonly onError: (error: Error) => void;
  /** Called whenever a client may have become usable, or unusable. */
  readonly onChange: () => void;
}

/** What every connection to an address is told. */
export function connectionOptions({ isTls }: RedisAddress, { name, tlsCa }: RedisClientsOptions, purpose: string): ClientOptions {
  const tls = isTls ? { tls: tlsCa === undefined ? {} : { ca: tlsCa } } : {};
  return { ...clientOptions, ...tls, connectionName: `${name}:${purpose}` };
}

/** User and password, as far as there are. */
export const credentials = ({ username, password }: Pick<RedisAddress, "username" | "password">): ClientOptions => ({
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
});

/** Opens a client that is one connection. */
export function openRedis(options: ClientOptions, { onError, onChange }: RedisClientsOptions): OpenedClient<StrictRedis> {
  const client = new StrictRedis({ retryStrategy: retryDelay, ...options, enableOfflineQueue: false });
  client.on("error", onError);
  for (const event of ["ready", "close"]) client.on(event, onChange);
  return { client, isUsable: () => client.status === "ready" };
}
