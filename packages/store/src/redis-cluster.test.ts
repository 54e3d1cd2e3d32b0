import { Redis } from "ioredis";
import { afterAll, describe, expect, test, vi } from "vitest";
import { busContract } from "./bus.contract.ts";
import type { Envelope } from "./bus.ts";
import { reaperContract } from "./reaper.contract.ts";
import { admissionContract } from "./rosters-admission.contract.ts";
import { membershipContract } from "./rosters-membership.contract.ts";
import { rosterNewsContract } from "./rosters-news.contract.ts";
import { restoreContract } from "./rosters-restore.contract.ts";
import { restoreBoundsContract } from "./rosters-restore-bounds.contract.ts";
import { restoreRacesContract } from "./rosters-restore-races.contract.ts";
import { ticketContract } from "./rosters-tickets.contract.ts";
import { openRedisStores } from "./stores-redis.ts";
import { startRedisCluster } from "./testing/redis-cluster.ts";
import { newCall, newCallId, newPeerId, newPodId } from "./testing/samples.ts";
import { clusterWorlds } from "./testing/store-world.ts";

const [openWorld, cluster] = await Promise.all([clusterWorlds(), startRedisCluster({ hasReplicas: true })]);
afterAll(() => cluster[Symbol.asyncDispose]());

const contracts = [
  busContract,
  reaperContract,
  admissionContract,
  ticketContract,
  membershipContract,
  rosterNewsContract,
  restoreContract,
  restoreRacesContract,
  restoreBoundsContract,
];
for (const contract of contracts) contract("Redis Cluster", openWorld);

const hello: Envelope = { type: "undeliverable", callId: newCallId(), to: newPeerId(), peerId: newPeerId() };

describe("a Redis Cluster with replicas", () => {
  const openStores = () => openRedisStores({ url: cluster.url, minReplicas: 1 });

  test("[STO-49] takes durable writes where a slot is now, though it was elsewhere when they began", async () => {
    const stores = await openStores();
    const calls = Array.from({ length: 20 }, () => newCall());
    await Promise.all(calls.map((call) => stores.calls.create(call)));
    const admin = new Redis(cluster.replicas[2]?.url ?? "");
    await admin.cluster("FAILOVER", "TAKEOVER");
    admin.disconnect();

    await vi.waitFor(() => Promise.all(calls.map((call) => stores.calls.end(call.callId))), 4_000);

    const ended = await Promise.all(calls.map((call) => stores.calls.read(call.callId)));
    expect(new Set(ended.map((call) => call?.status))).toEqual(new Set(["ended"]));
    await stores.close();
  });

  test("[STO-50] goes on after one of its masters was replaced, with all that was acknowledged", async () => {
    const [stores, others] = [await openStores(), await openStores()];
    const [pod, heard, recovered] = [newPodId(), [] as Envelope[], vi.fn()];
    await others.bus.open(pod, (envelope) => heard.push(envelope));
    stores.onRecovered(recovered);
    const calls = Array.from({ length: 50 }, () => newCall());
    await Promise.all(calls.map((call) => stores.calls.create(call)));

    await cluster.masters[0]?.stop();
    await expect.poll(() => stores.health()).toBe("degraded");
    const during = await Promise.allSettled(calls.map((call) => stores.calls.read(call.callId)));
    await expect.poll(() => stores.health()).toBe("ready");

    const refused = during.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(calls.length);
    expect(recovered).toHaveBeenCalled();
    const found = await Promise.all(calls.map((call) => stores.calls.read(call.callId)));
    expect(found.map((call) => call?.callId)).toEqual(calls.map(({ callId }) => callId));
    await vi.waitFor(() => {
      stores.bus.send(pod, hello);
      expect(heard).toContainEqual(hello);
    }, 15_000);
    await Promise.all([stores.close(), others.close()]);
  }, 40_000);
});
