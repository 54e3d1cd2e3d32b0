import { Redis } from "ioredis";
import { afterAll, describe, expect, test } from "vitest";
import type { Stores } from "./stores.ts";
import { openRedisStores } from "./stores-redis.ts";
import { startReplicatedRedis } from "./testing/redis-replicas.ts";
import { admitted, newAdmission, newCall, newCode } from "./testing/samples.ts";

const redis = await startReplicatedRedis(1);
const [replica] = redis.replicas;
afterAll(() => redis[Symbol.asyncDispose]());

/** The store as two processes see it, of which one replica must hold what is answered; it is paused while `meanwhile` runs. */
async function openDurable() {
  const open = () => openRedisStores({ url: redis.url, minReplicas: 1, name: "tgcall-durable" });
  const [stores, others] = [await open(), await open()];
  const whilePaused = async <T>(meanwhile: () => Promise<T>): Promise<T> => {
    replica?.pause();
    try {
      return await meanwhile();
    } finally {
      replica?.resume();
    }
  };
  const close = async () => void (await Promise.all([stores.close(), others.close()]));
  return { stores, others, whilePaused, [Symbol.asyncDispose]: close };
}

const unavailable = { status: "rejected", reason: { code: "store_unavailable" } };

async function prepareCall({ calls, codes, rosters }: Stores) {
  const call = newCall({ maxPeers: 4 });
  await calls.create(call);
  const code = newCode();
  await codes.issue(code, call.callId, call.expiresAtMs);
  const admission = newAdmission(call.callId);
  await rosters.join(admission);
  return { call, callId: call.callId, code, peerId: admission.peerId };
}

describe("durable writes", () => {
  test("[STO-49] are refused within a second while too few replicas hold them", async () => {
    await using world = await openDurable();
    const { calls, codes, idempotency, usedTokens, rosters } = world.stores;
    const { callId, code, peerId } = await prepareCall(world.stores);
    const writes = [
      () => calls.create(newCall()),
      () => codes.issue(newCode(), callId, Date.now() + 60_000),
      () => codes.consume(code, "grant", "key"),
      () => idempotency.claim("a key", "fingerprint", "proposal"),
      () => usedTokens.burn("a token", 60),
      () => rosters.join(newAdmission(callId)),
      () => rosters.kick(callId, peerId),
      () => calls.end(callId),
    ];

    const outcomes = await world.whilePaused(async () => {
      const settled: unknown[] = [];
      for (const write of writes) {
        const startedAt = performance.now();
        settled.push(...(await Promise.allSettled([write()])));
        expect.soft(performance.now() - startedAt).toBeLessThan(1_000);
      }
      return settled;
    });

    expect(outcomes).toMatchObject(writes.map(() => unavailable));
  });

  test("[STO-49] that many ask at once are all refused within a second too", async () => {
    await using world = await openDurable();

    const startedAt = performance.now();
    const outcomes = await world.whilePaused(() =>
      Promise.allSettled(Array.from({ length: 20 }, () => world.stores.calls.create(newCall()))),
    );

    expect(outcomes).toMatchObject(outcomes.map(() => unavailable));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test("[STO-49] do not hold up what is not durable", async () => {
    await using world = await openDurable();
    const { callId } = await prepareCall(world.stores);

    const tookMs = await world.whilePaused(async () => {
      const refused = Array.from({ length: 3 }, () => world.stores.calls.create(newCall()).catch(() => {}));
      const startedAt = performance.now();
      await world.stores.rosters.read(callId);
      const answeredAt = performance.now();
      await Promise.all(refused);
      return answeredAt - startedAt;
    });

    expect(tookMs).toBeLessThan(100);
  });

  test("[STO-49] that were refused give their first answer when they are repeated", async () => {
    await using world = await openDurable();
    const { code, callId } = await prepareCall(world.stores);
    const admission = newAdmission(callId);
    const ask = ({ codes, idempotency, rosters }: Stores, attempt: string) =>
      Promise.allSettled([
        idempotency.claim(`key of ${callId}`, "fingerprint", `proposal ${attempt}`),
        codes.consume(code, `grant ${attempt}`, "key"),
        rosters.join(admission),
      ]);

    const refused = await world.whilePaused(() => ask(world.stores, "first"));
    const repeated = await ask(world.stores, "second");

    expect(refused).toMatchObject([unavailable, unavailable, unavailable]);
    expect(repeated).toMatchObject([
      { value: { proposal: "proposal first" } },
      { value: { callId, grant: "grant first" } },
      { value: { outcome: "admitted", epoch: admission.proposedEpoch, resumed: true } },
    ]);
  });

  test("[STO-49] that were refused are not answered by another process before replicas hold them", async () => {
    await using world = await openDurable();
    await world.stores.idempotency.claim("warm", "fingerprint", "proposal");
    await world.others.idempotency.claim("warm", "fingerprint", "proposal");

    const outcomes = await world.whilePaused(async () => [
      ...(await Promise.allSettled([world.stores.idempotency.claim("elsewhere", "fingerprint", "first")])),
      ...(await Promise.allSettled([world.others.idempotency.claim("elsewhere", "fingerprint", "second")])),
    ]);

    expect(outcomes).toMatchObject([unavailable, unavailable]);
    await expect(world.others.idempotency.claim("elsewhere", "fingerprint", "third")).resolves.toEqual({ proposal: "first" });
  });

  test("[STO-49] that were answered are on the replica", async () => {
    await using world = await openDurable();
    const reader = new Redis(replica?.url ?? "");

    const joins = Array.from({ length: 20 }, async () => {
      const { callId } = await prepareCall(world.stores);
      const admission = newAdmission(callId);
      admitted(await world.others.rosters.join(admission));
      return reader.sismember(`call:{${callId}}:peers`, admission.peerId);
    });

    await expect(Promise.all(joins)).resolves.toEqual(joins.map(() => 1));
    reader.disconnect();
  });

  test("[STO-36] have a connection of their own, and a script that Redis has forgotten is no reason to refuse", async () => {
    await using world = await openDurable();
    const admin = new Redis(redis.url);
    await prepareCall(world.stores);
    await admin.script("FLUSH");

    await prepareCall(world.stores);

    const names = new Set(String(await admin.client("LIST")).match(/name=tgcall-durable:\w+/g));
    expect(names).toEqual(new Set(["name=tgcall-durable:commands", "name=tgcall-durable:durable"]));
    admin.disconnect();
  });
});
