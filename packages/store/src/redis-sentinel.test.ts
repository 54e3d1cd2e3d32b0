import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { describe, expect, test, vi } from "vitest";
import type { Envelope } from "./bus.ts";
import type { Stores } from "./stores.ts";
import { openRedisStores } from "./stores-redis.ts";
import { startWatchedRedis, type WatchedRedis } from "./testing/redis-replicas.ts";
import { admitted, newAdmission, newCall, newCallId, newPeerId, newPodId, stayOf } from "./testing/samples.ts";

const hello: Envelope = { type: "undeliverable", callId: newCallId(), to: newPeerId(), peerId: newPeerId() };

const refusedPauseMs = 10;

/** Creates calls one after another until told to stop; answers those that were acknowledged. */
function createCalls({ calls }: Stores) {
  const acknowledged: string[] = [];
  let isOver = false;
  const loop = (async () => {
    while (!isOver) {
      const call = newCall();
      const outcome = await calls.create(call).then(
        () => "acknowledged",
        () => "refused",
      );
      if (outcome === "acknowledged") acknowledged.push(call.callId);
      else await delay(refusedPauseMs);
    }
  })();
  return {
    acknowledged,
    async stop() {
      isOver = true;
      await loop;
      return acknowledged;
    },
  };
}

async function primaryPort({ sentinel }: WatchedRedis): Promise<unknown> {
  const admin = new Redis(sentinel.port);
  const [, port] = Object.values((await admin.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "tgcall")) ?? []);
  admin.disconnect();
  return Number(port);
}

describe("Redis behind Sentinels", () => {
  test("[STO-50] after a failover everything works on the new primary, and what was acknowledged is there", async () => {
    await using redis = await startWatchedRedis(2);
    const stores = await openRedisStores({ url: redis.url, minReplicas: 1 });
    const [pod, heard, recovered] = [newPodId(), [] as Envelope[], vi.fn()];
    await stores.bus.open(pod, (envelope) => heard.push(envelope));
    stores.onRecovered(recovered);
    const call = newCall();
    await stores.calls.create(call);
    const admission = newAdmission(call.callId);
    const joined = admitted(await stores.rosters.join(admission));
    const creating = createCalls(stores);
    await expect.poll(() => creating.acknowledged.length).toBeGreaterThan(100);
    const killedPort = await primaryPort(redis);

    await redis.primary.stop();

    const before = creating.acknowledged.length;
    await expect.poll(() => creating.acknowledged.length).toBeGreaterThan(before + 100);
    const acknowledged = await creating.stop();
    expect(await primaryPort(redis)).not.toBe(killedPort);
    await expect.poll(() => stores.health(), { timeout: 5_000 }).toBe("ready");
    expect(recovered).toHaveBeenCalled();
    const found = await Promise.all(acknowledged.map((callId) => stores.calls.read(callId as typeof call.callId)));
    expect(found.filter((each) => each === undefined)).toEqual([]);
    await expect(stores.rosters.renew(call.callId, [stayOf(admission, joined)])).resolves.toMatchObject({ lost: [] });

    await vi.waitFor(() => {
      stores.bus.send(pod, hello);
      expect(heard).toContainEqual(hello);
    }, 5_000);
    await stores.close();
  }, 40_000);

  test("[STO-42] what a frozen primary had alone comes back from the pods, and its return changes nothing", async () => {
    await using redis = await startWatchedRedis(1);
    const stores = await openRedisStores({ url: redis.url });
    const pod = newPodId();
    const call = newCall();
    await stores.calls.create(call);
    const kept = admitted(await stores.rosters.join(newAdmission(call.callId, { pod })));
    const replica = new Redis(redis.replicas[0]?.url ?? "");
    await expect.poll(() => replica.hget(`call:{${call.callId}}`, "revision")).toBe("1");
    await replica.replicaof("127.0.0.1", 1);
    const admission = newAdmission(call.callId, { pod });
    const lost = admitted(await stores.rosters.join(admission));
    const recovered = Promise.withResolvers<void>();
    stores.onRecovered(recovered.resolve);

    redis.primary.pause();
    await recovered.promise;
    const rolledBack = await stores.rosters.read(call.callId);
    const restored = await stores.rosters.restore(lost.roster, pod);
    redis.primary.resume();
    const oldPrimary = new Redis(redis.primary.url);
    await oldPrimary.ping();
    const now = await stores.rosters.read(call.callId);

    expect(rolledBack).toEqual(kept.roster);
    expect(restored).toMatchObject({ members: lost.roster.members, revision: lost.roster.revision + 1 });
    expect(restored?.storeEpoch).not.toBe(lost.roster.storeEpoch);
    expect(now).toEqual(restored);
    for (const each of [replica, oldPrimary]) each.disconnect();
    await stores.close();
  }, 40_000);

  test("[STO-35] a store opens without a Sentinel, and is ready once there is one", async () => {
    await using redis = await startWatchedRedis(0);
    await redis.sentinel.stop();
    const stores = await openRedisStores({ url: redis.url });

    const before = stores.health();
    await redis.sentinel.start();
    await expect.poll(() => stores.health(), { timeout: 10_000 }).toBe("ready");

    expect(before).toBe("connecting");
    await expect(stores.calls.create(newCall())).resolves.toBeUndefined();
    await stores.close();
  });
});
