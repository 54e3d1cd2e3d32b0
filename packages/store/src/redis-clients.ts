import type { ConnectionOptions } from "node:tls";
import type { Cluster, Redis } from "ioredis";
import { type ClientOptions, clientOptions, commandTimeoutMs, retryDelay } from "./redis-client-options.ts";
import { clusterConnector, coversAllSlots, openCluster } from "./redis-cluster.ts";
import type { RedisAddress, SentinelAddress } from "./redis-url.ts";
import { StrictRedis } from "./strict-redis.ts";

/** A client of one server, perhaps the one that Sentinels name, or of a cluster. */
export type RedisClient = Redis | Cluster;

export interface RedisClientsOptions {
  /** Begins the connections' names in `CLIENT LIST`. */
  readonly name: string;
  /** The certificate authorities that TLS trusts, as PEM; those of the machine when undefined. */
  readonly tlsCa: string | undefined;
  readonly onError: (error: Error) => void;
  /** Called whenever a client may have become usable, or unusable. */
  readonly onChange: () => void;
}

/** A client, and whether everything can be asked of it at this moment. */
export interface OpenedClient<Client extends RedisClient = RedisClient> {
  readonly client: Client;
  readonly isUsable: () => boolean;
}

/** Makes the clients of one address; each reconnects by itself until it is disconnected. */
export interface RedisClients {
  readonly openCommands: (purpose: string) => OpenedClient;
  /** A connection for channels. In a cluster it is to any node: each hears what is published on all. */
  readonly openSubscriber: () => OpenedClient<Redis>;
}

/** How to make clients of an address. */
export function redisClients(address: RedisAddress, { name, tlsCa, onError, onChange }: RedisClientsOptions): RedisClients {
  const { username, password, isTls } = address;
  const tls = isTls ? { ...(tlsCa === undefined ? {} : { ca: tlsCa }) } : undefined;
  const optionsFor = (purpose: string): ClientOptions => ({
    ...clientOptions,
    connectionName: `${name}:${purpose}`,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  });
  const openRedis = (options: ClientOptions): OpenedClient<Redis> => {
    const client = new StrictRedis({ ...options, enableOfflineQueue: false, retryStrategy: retryDelay });
    client.on("error", onError);
    for (const event of ["ready", "close"]) client.on(event, onChange);
    return { client, isUsable: () => client.status === "ready" };
  };

  if (address.kind === "cluster") {
    const opened: Cluster[] = [];
    return {
      openCommands(purpose) {
        const client = openCluster(address.nodes, optionsFor(purpose), { onError, onChange });
        opened.push(client);
        return { client, isUsable: () => coversAllSlots(client) };
      },
      openSubscriber: () => openRedis({ ...optionsFor("subscriber"), Connector: clusterConnector(opened, address.nodes, tls) }),
    };
  }

  const target = address.kind === "sentinel" ? sentinelOptions(address, tls) : { host: address.host, port: address.port };
  const open = (purpose: string) => openRedis({ ...optionsFor(purpose), ...target, db: address.db });
  return { openCommands: open, openSubscriber: () => open("subscriber") };
}

const sentinelOptions = (
  { sentinels, masterName, sentinelPassword }: SentinelAddress,
  tls: ConnectionOptions | undefined,
): ClientOptions => ({
  sentinels: sentinels.map((sentinel) => ({ ...sentinel })),
  name: masterName,
  ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
  ...(tls === undefined ? {} : { sentinelTLS: tls, enableTLSForSentinelMode: true }),
  sentinelRetryStrategy: retryDelay,
  sentinelReconnectStrategy: retryDelay,
  sentinelCommandTimeout: commandTimeoutMs,
  // Sentinels tell when another primary takes over: a connection that still looks healthy is given up.
  failoverDetector: true,
});
