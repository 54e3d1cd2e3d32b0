import { Problem } from "@tgcall/protocol";
import { Redis } from "ioredis";
import { describe, expect, test, vi } from "vitest";
import { openRedisStores } from "./stores-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { newAdmission, newCall, newCode, newPodId } from "./testing/samples.ts";
import { startTcpProxy } from "./testing/tcp-proxy.ts";

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

  test("[STO-34] has become a replica: writes are `store_unavailable`, and a new connection looks for the primary", async () => {
    await using own = await openOnOwnServer();
    const admin = new Redis(own.server.url);
    const ownConnection = async () => /id=(\d+).*tgcall-test/.exec(String(await admin.client("LIST")))?.[1];
    const before = await ownConnection();
    await admin.replicaof("127.0.0.1", 1);

    await expect(own.stores.calls.create(newCall())).rejects.toMatchObject({ code: "store_unavailable" });
    await admin.replicaof("NO", "ONE");

    await vi.waitFor(() => own.stores.calls.create(newCall()), 5_000);
    expect(await ownConnection()).not.toBe(before);
    admin.disconnect();
  });

  test("[STO-34] cuts a connection with a command in flight: the command fails at once and is not sent again", async () => {
    await using server = await startRedisServer();
    await using proxy = await startTcpProxy(server.port);
    const stores = await openRedisStores({ url: `redis://127.0.0.1:${proxy.port}` });
    const call = newCall();
    const code = newCode();
    await stores.codes.issue(code, call.callId, call.expiresAtMs);

    proxy.silenceNewest();
    const consumed = stores.codes.consume(code, "grant");
    const startedAt = performance.now();
    proxy.cutNewest();
    await expect(consumed).rejects.toMatchObject({ code: "store_unavailable" });
    const tookMs = performance.now() - startedAt;

    await vi.waitFor(() => expect(stores.health()).toBe("ready"), 5_000);
    await expect(stores.codes.consume(code, "another grant")).resolves.toEqual({ callId: call.callId, grant: "another grant" });
    expect(tookMs).toBeLessThan(300);
    await stores.close();
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

  test("[STO-51] comes back: every listener hears of it each time, until it stops listening", async () => {
    await using own = await openOnOwnServer();
    await own.stores.bus.open(newPodId(), () => {});
    const [listener, leaver] = [vi.fn(), vi.fn()];
    own.stores.onRecovered(listener);
    const stop = own.stores.onRecovered(leaver);

    for (const times of [1, 2]) {
      await own.server.stop();
      await expect.poll(() => own.stores.health()).toBe("degraded");
      expect(listener).toHaveBeenCalledTimes(times - 1);
      await own.server.start();
      await expect.poll(() => listener.mock.calls.length, { timeout: 5_000 }).toBe(times);
      stop();
    }

    expect(leaver).toHaveBeenCalledTimes(1);
    expect(own.stores.health()).toBe("ready");
  });

  test("[STO-51] is met for the first time: that is no recovery", async () => {
    await using server = await startRedisServer();
    await server.stop();
    const stores = await openRedisStores({ url: server.url });
    const listener = vi.fn();
    stores.onRecovered(listener);

    await server.start();
    await expect.poll(() => stores.health(), { timeout: 5_000 }).toBe("ready");
    await stores.bus.open(newPodId(), () => {});

    expect(listener).not.toHaveBeenCalled();
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
