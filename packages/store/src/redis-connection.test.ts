import { inspect } from "node:util";
import { Problem } from "@tgcall/protocol";
import { Redis } from "ioredis";
import { describe, expect, test, vi } from "vitest";
import { openRedisConnection } from "./redis-connection.ts";
import { openRedisStores } from "./stores-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { newCode, newPodId } from "./testing/samples.ts";

describe("a connection to Redis", () => {
  test("[STO-36] is named, one for commands and one for channels", async () => {
    await using server = await startRedisServer();
    const stores = await openRedisStores({ url: server.url, name: "tgcall-test" });
    await stores.bus.open(newPodId(), () => {});
    const admin = new Redis(server.url);

    const names = String(await admin.client("LIST")).match(/name=tgcall-test:\w+/g);

    expect(names?.sort()).toEqual(["name=tgcall-test:commands", "name=tgcall-test:subscriber"]);
    admin.disconnect();
    await stores.close();
  });

  test("[STO-36] survives a process that was asleep for longer than a command may take", async () => {
    await using server = await startRedisServer();
    const redis = await openRedisConnection({ url: server.url });
    const clientId = await redis.client.client("ID");

    const asked = redis.ask("get", (client) => client.get("key")).catch(() => {});
    const wakesAt = performance.now() + 800;
    while (performance.now() < wakesAt);
    await asked;

    await expect(redis.ask("get", (client) => client.client("ID"))).resolves.toBe(clientId);
    await redis.close();
  });

  test("[STO-37] a password that Redis refuses is not told to who hears of the failure", async () => {
    await using server = await startRedisServer();
    const onError = vi.fn<(error: Error) => void>();

    const redis = await openRedisConnection({ url: server.url.replace("//", "//nobody:secret-password@"), onError });
    await expect.poll(() => onError.mock.calls.length).toBeGreaterThan(0);
    await redis.close();

    expect(onError.mock.calls[0]?.[0].message).toMatch(/^WRONGPASS/);
    expect(inspect(onError.mock.calls, { depth: 9, showHidden: true })).not.toContain("secret-password");
  });

  test("[STO-37] no error names a command or what it carried", async () => {
    await using server = await startRedisServer();
    const stores = await openRedisStores({ url: server.url });
    const admin = new Redis(server.url);
    const code = newCode();
    await admin.rpush(`otc:${code}`, "not a text");

    const error = await stores.codes.consume(code, "a secret grant").catch((reason: unknown) => reason);
    await server.stop();
    const problem = await stores.codes.consume(code, "a secret grant").catch((reason: unknown) => reason);
    admin.disconnect();
    await stores.close();

    expect(error).not.toBeInstanceOf(Problem);
    expect(problem).toBeInstanceOf(Problem);
    for (const each of [error, problem]) {
      expect(each).toBeInstanceOf(Error);
      expect(inspect(each, { depth: 9, showHidden: true })).not.toMatch(new RegExp(`${code}|secret`));
    }
  });
});
