import { createConnection } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { AbstractConnector, Cluster, type Redis } from "ioredis";
import { type ClientOptions, retryDelay } from "./redis-client-options.ts";
import type { RedisHost } from "./redis-url.ts";

export interface ClusterEvents {
  readonly onError: (error: Error) => void;
  readonly onChange: () => void;
}

/** A cluster's client. Connections to its nodes are made ahead of commands, and given up when they are silent. */
export function openCluster(nodes: readonly RedisHost[], redisOptions: ClientOptions, { onError, onChange }: ClusterEvents): Cluster {
  const cluster = new Cluster(
    nodes.map((node) => ({ ...node })),
    {
      enableOfflineQueue: false,
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
export function coversAllSlots(cluster: Cluster): boolean {
  const connected = new Set(connectedNodes(cluster, "master").map(({ host, port }) => `${host}:${port}`));
  const isCovered = (_: unknown, slot: number): boolean => connected.has(cluster.slots[slot]?.[0] ?? "");
  return cluster.status === "ready" && Array.from({ length: slotCount }, isCovered).every(Boolean);
}

/** How a connection to any node is made, chosen anew each time: of those that some cluster's client is connected to, else a seed. */
export const clusterConnector = (clusters: readonly Cluster[], seeds: readonly RedisHost[], tls: ConnectionOptions | undefined) =>
  class AnyNodeConnector extends AbstractConnector {
    constructor() {
      super(disconnectTimeoutMs);
    }

    override async connect() {
      const known = clusters.flatMap((cluster) => connectedNodes(cluster, "all"));
      const choices = known.length > 0 ? known : seeds;
      const { host = "", port = 0 } = choices[Math.floor(Math.random() * choices.length)] ?? {};
      this.stream = tls === undefined ? createConnection({ host, port }) : connectTls({ host, port, ...tls });
      this.stream.once("error", (error) => {
        this.firstError = error;
      });
      return this.stream;
    }
  };

const connectedNodes = (cluster: Cluster, role: "all" | "master"): readonly RedisHost[] =>
  cluster.nodes(role).flatMap(({ status, options: { host, port } }) => (status === "ready" && host && port ? [{ host, port }] : []));

const slotsRefreshMs = 5_000;
const silenceMs = 1_000;
const disconnectTimeoutMs = 2_000;
const slotCount = 16_384;
