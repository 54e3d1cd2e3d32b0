import { createConnection } from "node:net";
import { connect as connectTls } from "node:tls";
import { AbstractConnector, Cluster, type Redis } from "ioredis";
import { connectionOptions, credentials, openRedis, type RedisClients, type RedisClientsOptions } from "./redis-client.ts";
import { type ClientOptions, retryDelay } from "./redis-client-options.ts";
import type { ClusterAddress, RedisHost } from "./redis-url.ts";
import type { StrictRedis } from "./strict-redis.ts";

/** Clients of a cluster. */
export function clusterClients(address: ClusterAddress, options: RedisClientsOptions): RedisClients {
  const clusters: Cluster[] = [];
  const subscribers: StrictRedis[] = [];
  const optionsFor = (purpose: string): ClientOptions => ({ ...connectionOptions(address, options, purpose), ...credentials(address) });
  const findNode = (): RedisHost => {
    const known = clusters.flatMap((cluster) => connectedNodes(cluster, "all"));
    return pick(known) ?? pick(address.nodes) ?? { host: "", port: 0 };
  };

  return {
    openCommands(purpose) {
      const client = openCluster(address.nodes, optionsFor(purpose), options);
      clusters.push(client);
      return { client, isUsable: () => coversAllSlots(client) };
    },
    openSubscriber() {
      const common = optionsFor("subscriber");
      const one = openRedis({ ...common, Connector: connectorTo(findNode, common.tls) }, options);
      subscribers.push(one.client);
      return one;
    },
    close() {
      for (const client of [...clusters, ...subscribers]) client.disconnect();
    },
  };
}

/** A cluster's client. Connections to its nodes are made ahead of commands, and given up when they are silent. */
function openCluster(nodes: readonly RedisHost[], redisOptions: ClientOptions, { onError, onChange }: RedisClientsOptions): Cluster {
  const cluster = new Cluster(
    nodes.map((node) => ({ ...node })),
    {
      enableOfflineQueue: false,
      // It would ask a node that is still being connected, and begin anew.
      enableReadyCheck: false,
      clusterRetryStrategy: retryDelay,
      slotsRefreshInterval: slotsRefreshMs,
      slotsRefreshTimeout: silenceMs,
      // Names are resolved when a connection is made, so that TLS can check them.
      dnsLookup: (hostname, found) => found(null, hostname),
      // Redirections are followed at once; what failed for another reason is not sent again.
      maxRedirections: 4,
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      retryDelayOnTryAgain: 50,
      redisOptions: { ...redisOptions, socketTimeout: silenceMs },
    },
  );
  for (const event of ["error", "node error"]) cluster.on(event, onError);
  for (const event of ["ready", "close", "refresh", "-node"]) cluster.on(event, onChange);
  cluster.on("+node", (node: Redis) => {
    node.on("ready", onChange);
    if (node.status === "wait") node.connect().catch(() => {});
  });
  return cluster;
}

/** Whether every slot has an owner that is connected. */
function coversAllSlots(cluster: Cluster): boolean {
  const connected = new Set(connectedNodes(cluster, "master").map(({ host, port }) => `${host}:${port}`));
  const isCovered = (_: unknown, slot: number): boolean => connected.has(cluster.slots[slot]?.[0] ?? "");
  return cluster.status === "ready" && Array.from({ length: slotCount }, isCovered).every(Boolean);
}

/** Makes each connection to a node that is chosen anew. */
const connectorTo = (findNode: () => RedisHost, tls: ClientOptions["tls"]) =>
  class AnyNodeConnector extends AbstractConnector {
    constructor() {
      super(disconnectTimeoutMs);
    }

    override async connect() {
      this.stream = tls === undefined ? createConnection(findNode()) : connectTls({ ...findNode(), ...tls });
      this.stream.once("error", (error) => {
        this.firstError = error;
      });
      return this.stream;
    }
  };

const pick = <T>(choices: readonly T[]): T | undefined => choices[Math.floor(Math.random() * choices.length)];

const connectedNodes = (cluster: Cluster, role: "all" | "master"): readonly RedisHost[] =>
  cluster.nodes(role).flatMap(({ status, options: { host, port } }) => (status === "ready" && host && port ? [{ host, port }] : []));

const slotsRefreshMs = 5_000;
const silenceMs = 1_000;
const disconnectTimeoutMs = 2_000;
const slotCount = 16_384;
