import { Redis } from "ioredis";
import { vi } from "vitest";
import { findFreePort } from "./free-ports.ts";
import { type RedisServer, startRedisServer } from "./redis-server.ts";

/** A Redis Cluster of a test's own. */
export interface TestCluster extends AsyncDisposable {
  readonly url: string;
  readonly masters: readonly RedisServer[];
  /** One for each master, in the same order, if there are any. */
  readonly replicas: readonly RedisServer[];
}

const slotCount = 16_384;

/** A server in cluster mode, without any slot; its bus has a port of its own, because its usual one may be out of range. */
export async function startClusterServer(): Promise<RedisServer & { readonly busPort: number }> {
  const busPort = await findFreePort();
  const clustering = ["--cluster-enabled", "yes", "--cluster-node-timeout", "5000", "--cluster-port", String(busPort)];
  const replication = ["--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1", "--cluster-replica-validity-factor", "0"];
  return { ...(await startRedisServer(...clustering, ...replication)), busPort };
}

/** Starts a cluster of three masters that share the slots. With replicas, each has one that soon replaces it. */
export async function startRedisCluster({ hasReplicas }: { readonly hasReplicas: boolean }): Promise<TestCluster> {
  const masters = await Promise.all([startClusterServer(), startClusterServer(), startClusterServer()]);
  const replicas = hasReplicas ? await Promise.all(masters.map(startClusterServer)) : [];
  const servers = [...masters, ...replicas];
  const admins = servers.map(({ url }) => new Redis(url));

  await meet(admins, servers);
  await shareSlots(admins.slice(0, masters.length));
  await untilAgreed(admins);
  if (hasReplicas) await replicate(admins.slice(0, masters.length), admins.slice(masters.length));
  for (const admin of admins) admin.disconnect();

  return {
    url: `redis+cluster://${masters.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    masters,
    replicas,
    async [Symbol.asyncDispose]() {
      for (const server of servers) await server[Symbol.asyncDispose]();
    },
  };
}

async function meet(admins: readonly Redis[], servers: readonly { readonly port: number; readonly busPort: number }[]): Promise<void> {
  for (const [index, admin] of admins.entries()) await admin.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
  for (const { port, busPort } of servers.slice(1)) await admins[0]?.call("CLUSTER", "MEET", "127.0.0.1", port, busPort);
}

async function shareSlots(masters: readonly Redis[]): Promise<void> {
  const share = slotCount / masters.length;
  for (const [index, master] of masters.entries())
    await master.cluster("ADDSLOTSRANGE", Math.ceil(index * share), Math.ceil((index + 1) * share) - 1);
}

async function replicate(masters: readonly Redis[], replicas: readonly Redis[]): Promise<void> {
  for (const [index, replica] of replicas.entries()) await replica.cluster("REPLICATE", String(await masters[index]?.cluster("MYID")));
  for (const master of masters) await expectSoon(async () => /slave0:.*,offset=[1-9]/.test(String(await master.info("replication"))));
  // A busy machine drops links that are silent for half as long, and what is published on them.
  for (const server of [...masters, ...replicas]) await server.config("SET", "cluster-node-timeout", "1000");
}

const untilAgreed = (admins: readonly Redis[]): Promise<void> =>
  expectSoon(async () => {
    const states = await Promise.all(admins.map((admin) => admin.cluster("INFO")));
    return states.every(
      (state) => /cluster_state:ok/.test(String(state)) && String(state).includes(`cluster_known_nodes:${admins.length}`),
    );
  });

const expectSoon = (holds: () => Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => {
    if (!(await holds())) throw new Error("the cluster has not come together");
  }, 15_000);
