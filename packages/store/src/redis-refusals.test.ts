import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits } from "@tgcall/protocol";
import { Redis } from "ioredis";
import { describe, expect, test, vi } from "vitest";
import type { Stores } from "./stores.ts";
import { openRedisStores } from "./stores-redis.ts";
import { ageRedis } from "./testing/age-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { admitted, newAdmission, newCall, newCode, newPodId, stayOf } from "./testing/samples.ts";

async function openStores(...args: readonly string[]) {
  const server = await startRedisServer(...args);
  const admin = new Redis(server.url);
  const stores = await openRedisStores({ url: server.url });
  const close = async () => {
    admin.disconnect();
    await stores.close();
    await server[Symbol.asyncDispose]();
  };
  return { server, admin, stores, [Symbol.asyncDispose]: close };
}

async function joinCall({ calls, rosters }: Stores) {
  const call = newCall();
  await calls.create(call);
  const admission = newAdmission(call.callId);
  const joined = admitted(await rosters.join(admission));
  return { callId: call.callId, roster: joined.roster, stay: stayOf(admission, joined) };
}

const unavailable = { status: "rejected", reason: { code: "store_unavailable" } };

/** Expects every write to be refused, and what is there to be readable. */
async function expectReadOnly(
  { calls, codes, idempotency, usedTokens, rosters, reaper }: Stores,
  joined: Awaited<ReturnType<typeof joinCall>>,
) {
  const { callId, roster, stay } = joined;
  const call = newCall();
  const writes = await Promise.allSettled([
    calls.create(call),
    codes.issue(newCode(), callId, call.expiresAtMs),
    idempotency.claim("key", "fingerprint", "proposal"),
    usedTokens.burn("token", 60),
    rosters.join(newAdmission(callId)),
    rosters.renew(callId, [stay]),
    rosters.drop(stay),
    rosters.restore({ ...roster, callId: call.callId }, newPodId()),
    reaper.reap(),
  ]);

  expect(writes).toMatchObject(writes.map(() => unavailable));
  await expect(rosters.read(callId)).resolves.toEqual(roster);
  await expect(calls.read(callId)).resolves.toMatchObject({ callId });
}

describe("a Redis that refuses writes", () => {
  test("[STO-52] has no memory left: writes are `store_unavailable`, reads go on, and all works again when there is some", async () => {
    await using world = await openStores("--maxmemory-policy", "noeviction");
    const joined = await joinCall(world.stores);

    await world.admin.config("SET", "maxmemory", "1");
    await expectReadOnly(world.stores, joined);
    await world.admin.config("SET", "maxmemory", "0");

    await expect(world.stores.rosters.renew(joined.callId, [joined.stay])).resolves.toMatchObject({ lost: [] });
    await expect(world.stores.calls.create(newCall())).resolves.toBeUndefined();
    expect(world.stores.health()).toBe("ready");
  });

  test("[STO-52] has no memory left: nobody is reaped for leases that could not be renewed", async () => {
    await using world = await openStores("--maxmemory-policy", "noeviction");
    await world.stores.reaper.reap();
    await ageRedis(world.server.url, limits.leaseMs);
    const { callId, stay } = await joinCall(world.stores);
    await world.stores.reaper.reap();

    await world.admin.config("SET", "maxmemory", "1");
    await expect(world.stores.reaper.reap()).rejects.toMatchObject({ code: "store_unavailable" });
    await world.admin.config("SET", "maxmemory", "0");
    await ageRedis(world.server.url, limits.leaseMs + 1_000);
    const reaped = await world.stores.reaper.reap();

    expect(reaped).toEqual([]);
    await expect(world.stores.rosters.renew(callId, [stay])).resolves.toMatchObject({ lost: [] });
  });

  test("[STO-52] cannot write to its disk: writes are `store_unavailable`, reads go on, and all works again when it can", async () => {
    const directory = await mkdtemp(join(tmpdir(), "tgcall-disk-"));
    await using world = await openStores("--dir", directory, "--save", "900 1");
    const joined = await joinCall(world.stores);

    await mkdir(join(directory, "dump.rdb"));
    await world.admin.bgsave();
    await vi.waitFor(async () => expect(await world.admin.info("persistence")).toContain("rdb_last_bgsave_status:err"), 10_000);
    await expectReadOnly(world.stores, joined);
    await rm(join(directory, "dump.rdb"), { recursive: true });
    await world.admin.bgsave();

    await vi.waitFor(() => world.stores.calls.create(newCall()), 10_000);
    await rm(directory, { recursive: true });
  });
});
