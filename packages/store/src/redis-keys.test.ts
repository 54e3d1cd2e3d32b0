import { Redis } from "ioredis";
import { expect, test } from "vitest";
import type { Stores } from "./stores.ts";
import { openRedisStores } from "./stores-redis.ts";
import { startClusterServer } from "./testing/redis-cluster.ts";
import { type RedisServer, startRedisServer } from "./testing/redis-server.ts";
import { admitted, hourMs, newAdmission, newCall, newCode, stayOf } from "./testing/samples.ts";

/** Writes every kind of key there is; answers the call's id. */
async function writeEverything({ calls, codes, idempotency, usedTokens, rates, rosters, reaper }: Stores) {
  const call = newCall({ maxPeers: 4 });
  const { callId } = call;
  await calls.create(call);
  await codes.issue(newCode(), callId, call.expiresAtMs);
  const used = newCode();
  await codes.issue(used, callId, call.expiresAtMs);
  await codes.consume(used, "grant", "key");
  await idempotency.claim("key", "fingerprint", "proposal");
  await usedTokens.burn("token", 60);
  await rates.take({ name: "join", points: 1, seconds: 60 }, "key");
  await rates.refund({ name: "join", points: 1, seconds: 60 }, "another key");

  const [first, second] = [newAdmission(callId), newAdmission(callId)];
  const stay = stayOf(first, admitted(await rosters.join(first)));
  await rosters.join(second);
  await rosters.update(stay, { name: "Grace" });
  await rosters.renew(callId, [stay]);
  await rosters.drop(stay);
  await rosters.kick(callId, second.peerId);
  await rosters.join(newAdmission(callId));
  await reaper.reap();

  const lost = newCall({ expiresAtMs: call.expiresAtMs });
  const roster = await rosters.read(callId);
  if (roster !== undefined) await rosters.restore({ ...roster, ...lost }, first.pod);
  return { callId, lostCallId: lost.callId };
}

async function openServer(start: () => Promise<RedisServer> = startRedisServer) {
  const server = await start();
  const admin = new Redis(server.url);
  const close = async () => {
    admin.disconnect();
    await server[Symbol.asyncDispose]();
  };
  return { url: server.url, admin, [Symbol.asyncDispose]: close };
}

test("[STO-38] every key has an end of life, a call's keys one that is soon after the call's", async () => {
  await using server = await openServer();
  const stores = await openRedisStores({ url: server.url });

  const { callId, lostCallId } = await writeEverything(stores);

  const keys = await server.admin.keys("*");
  const lives = await Promise.all(keys.map(async (key) => [key, await server.admin.pttl(key)] as const));
  expect(keys.length).toBeGreaterThanOrEqual(15);
  for (const [key, lifeMs] of lives) expect.soft(lifeMs, key).toBeGreaterThan(0);
  const suffixes = ["", ":peers", ":roster", ":leases", ":kicked"];
  const ofCalls = [callId, lostCallId].flatMap((id) => suffixes.map((suffix) => `call:{${id}}${suffix}`));
  expect(keys).toEqual(expect.arrayContaining(ofCalls));
  for (const [key, lifeMs] of lives.filter(([name]) => ofCalls.includes(name))) {
    expect.soft(lifeMs, key).toBeGreaterThan(hourMs - 10_000);
    expect.soft(lifeMs, key).toBeLessThanOrEqual(hourMs + 60_000);
  }
  await stores.close();
});

test("[STO-38] the names of the contract hold what the contract says", async () => {
  await using server = await openServer();
  const { admin } = server;
  const stores = await openRedisStores({ url: server.url });
  const call = newCall();
  const { callId } = call;
  await stores.calls.create(call);
  const code = newCode();
  await stores.codes.issue(code, callId, call.expiresAtMs);
  const admission = newAdmission(callId);
  await stores.rosters.join(admission);

  const fields = {
    status: "active",
    createdAt: String(call.createdAtMs),
    expiresAt: String(call.expiresAtMs),
    initiator: "42",
    maxPeers: "2",
  };
  await expect(admin.hgetall(`call:{${callId}}`)).resolves.toMatchObject({ ...fields, updatedAt: expect.stringMatching(/^\d{13}$/) });
  await expect(admin.smembers(`call:{${callId}}:peers`)).resolves.toEqual([admission.peerId]);
  await expect(admin.get(`otc:${code}`)).resolves.toBe(callId);

  await stores.calls.end(callId);
  await expect(admin.hget(`call:{${callId}}`, "status")).resolves.toBe("ended");
  await expect(admin.exists(`call:{${callId}}:peers`)).resolves.toBe(0);
  await stores.close();
});

test("[STO-39] on a cluster no script reaches beyond the slot of its keys", async () => {
  await using server = await openServer(startClusterServer);
  await server.admin.cluster("ADDSLOTSRANGE", 0, 16_383);
  await expect.poll(() => server.admin.cluster("INFO"), { timeout: 10_000 }).toContain("cluster_state:ok");
  const stores = await openRedisStores({ url: server.url });

  const { callId } = await writeEverything(stores);

  await expect(stores.calls.end(callId)).resolves.toBe(true);
  await expect(stores.calls.read(callId)).resolves.toMatchObject({ status: "ended" });
  await stores.close();
});
