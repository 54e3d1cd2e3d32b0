import { inspect } from "node:util";
import { Problem } from "@tgcall/protocol";
import { Redis } from "ioredis";
import { describe, expect, test, vi } from "vitest";
import { openRedisConnection } from "./redis-connection.ts";
import { openRedisStores } from "./stores-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { newAdmission, newCall, newCode, newPodId } from "./testing/samples.ts";

async function openOnOwnServer() {
  const server = await startRedisServer();
  const stores = await openRedisStores({ url: server.url, name: "tgcall-test" });
  const close = async () => {
    await stores.close();
    await server[Symbol.asyncDispose]();
  };
  return { server, stores, [Symbol.asyncDispose]: close };
}

type Own = Awaited<ReturnType<typeof openOnOwnServer>>;

/** Every method of the store that needs Redis. */
function callEverything({ stores: { calls, codes, idempotency, usedTokens, rosters, reaper } }: Own): Promise<unknown>[] {
  const call = newCall();
  const { callId } = call;
  const stay = { ...newAdmission(callId), generation: 1 };
  return [
    calls.create(call),
    calls.read(callId),
    calls.end(callId),
    codes.issue(newCode(), callId, call.expiresAtMs),
    codes.consume(newCode(), "grant", "key"),
    idempotency.claim("key", "fingerprint", "proposal"),
    usedTokens.burn("token", 60),
    rosters.join(newAdmission(callId)),
    rosters.renew(callId, [stay]),
    rosters.drop(stay),
    rosters.leave(stay),
    rosters.update(stay, {}),
    rosters.read(callId),
    rosters.kick(callId, stay.peerId),
    rosters.isKicked(callId, stay.peerId),
    reaper.reap(),
  ];
}

const unavailable = { status: "rejected", reason: { code: "store_unavailable", retryAfterSeconds: 2 } };

/** Expects everything to be refused within a second, and to work again when `restore` has brought Redis back. */
async function expectOutage(own: Own, restore: () => Promise<void> | void) {
  const startedAt = performance.now();
  const outcomes = await Promise.allSettled(callEverything(own));
  const tookMs = performance.now() - startedAt;

  expect(outcomes).toMatchObject(outcomes.map(() => unavailable));
  expect(tookMs).toBeLessThan(1_000);
  await expect.poll(() => own.stores.health()).toBe("degraded");

  await restore();
  await vi.waitFor(() => Promise.all(callEverything(own)), 5_000);
  expect(own.stores.health()).toBe("ready");
}

describe("a Redis that is away", () => {
  test("[STO-34] refuses connections: everything is `store_unavailable` at once, and works again within 5 s of its return", async () => {
    await using own = await openOnOwnServer();
    await own.server.stop();

    await expectOutage(own, own.server.start);
  });

  test("[STO-34] accepts connections and never answers: everything is `store_unavailable` within a second", async () => {
    await using own = await openOnOwnServer();
    own.server.pause();

    await expectOutage(own, own.server.resume);
  });

  test("[STO-34] never answers: two requests after each other take less than a second too", async () => {
    await using own = await openOnOwnServer();
    own.server.pause();
    const startedAt = performance.now();

    const taken = await own.stores.rates.take({ name: "resolve", points: 1, seconds: 60 }, "key");
    await expect(own.stores.codes.consume(newCode(), "grant")).rejects.toBeInstanceOf(Problem);

    expect(taken).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    own.server.resume();
  });

  test("[STO-34] has become a replica: writes are `store_unavailable` until it is a primary again", async () => {
    await using own = await openOnOwnServer();
    const admin = new Redis(own.server.url);
    await admin.replicaof("127.0.0.1", 1);

    await expect(own.stores.calls.create(newCall())).rejects.toMatchObject({ code: "store_unavailable" });
    await admin.replicaof("NO", "ONE");

    await vi.waitFor(() => own.stores.calls.create(newCall()), 5_000);
    admin.disconnect();
  });

  test("[STO-35] a store opens without it: `connecting` until it was met, `degraded` while it is away, `ready` else", async () => {
    await using server = await startRedisServer();
    await server.stop();
    const stores = await openRedisStores({ url: server.url });

    const before = stores.health();
    await server.start();
    await expect.poll(() => stores.health(), { timeout: 5_000 }).toBe("ready");
    await server.stop();
    await expect.poll(() => stores.health()).toBe("degraded");
    await server.start();
    await expect.poll(() => stores.health(), { timeout: 5_000 }).toBe("ready");

    expect(before).toBe("connecting");
    await stores.close();
  });

  test("[STO-11] rates go on in memory, each process for itself", async () => {
    await using own = await openOnOwnServer();
    const rule = { name: "resolve", points: 1, seconds: 60 };
    await own.server.stop();

    const answers = [await own.stores.rates.take(rule, "key"), await own.stores.rates.take(rule, "key")];
    await own.stores.rates.refund(rule, "key");

    expect(answers).toEqual([undefined, { retryAfterSeconds: 60 }]);
  });
});

describe("a connection to Redis", () => {
  test("[STO-36] is named, one for commands and one for channels", async () => {
    await using own = await openOnOwnServer();
    await own.stores.bus.open(newPodId(), () => {});
    const admin = new Redis(own.server.url);

    const names = String(await admin.client("LIST")).match(/name=tgcall-test:\w+/g);

    expect(names?.sort()).toEqual(["name=tgcall-test:commands", "name=tgcall-test:subscriber"]);
    admin.disconnect();
  });

  test("[STO-36] survives a process that was asleep for longer than a command may take", async () => {
    await using server = await startRedisServer();
    const redis = await openRedisConnection({ url: server.url });
    const clientId = await redis.client.client("ID");

    const asked = redis.ask((client) => client.get("key")).catch(() => {});
    const wakesAt = performance.now() + 800;
    while (performance.now() < wakesAt);
    await asked;

    await expect(redis.ask((client) => client.client("ID"))).resolves.toBe(clientId);
    await redis.close();
  });

  test("[STO-37] no error names a command or what it carried", async () => {
    await using own = await openOnOwnServer();
    const admin = new Redis(own.server.url);
    const code = newCode();
    await admin.rpush(`otc:${code}`, "not a text");

    const error = await own.stores.codes.consume(code, "a secret grant").catch((reason: unknown) => reason);
    await own.server.stop();
    const problem = await own.stores.codes.consume(code, "a secret grant").catch((reason: unknown) => reason);
    admin.disconnect();

    expect(error).not.toBeInstanceOf(Problem);
    expect(problem).toBeInstanceOf(Problem);
    for (const each of [error, problem]) {
      expect(each).toBeInstanceOf(Error);
      expect(inspect(each, { depth: 9, showHidden: true })).not.toMatch(new RegExp(`${code}|secret`));
    }
  });
});
