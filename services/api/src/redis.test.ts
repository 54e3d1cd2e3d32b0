import type { CreatedCall } from "@tgcall/protocol";
import { openRedisStores } from "@tgcall/store";
import { startRedisServer } from "@tgcall/store/testing";
import { describe, expect, test } from "vitest";
import { problem } from "./testing/problem.ts";
import { startApi } from "./testing/start-api.ts";

describe("on Redis", () => {
  test("[API-8] two processes resolve one code a thousand times at once, and exactly one request gets the link", async () => {
    await using redis = await startRedisServer();
    await using first = await startApi({ stores: await openRedisStores({ url: redis.url }) });
    await using second = await startApi({ stores: await openRedisStores({ url: redis.url }) });
    const { code } = await first.create();

    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => (index % 2 === 0 ? first : second).post("/api/call/resolve", { code })),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404)).toHaveLength(999);
  });

  test("[API-2] a repeated request gets the same bytes from another process", async () => {
    await using redis = await startRedisServer();
    await using first = await startApi({
      stores: await openRedisStores({ url: redis.url }),
      env: { API_ORIGIN: "https://call.example.org" },
    });
    await using second = await startApi({
      stores: await openRedisStores({ url: redis.url }),
      env: { API_ORIGIN: "https://call.example.org" },
    });
    const headers = { "idempotency-key": "k" };
    const body = { initiator_telegram_id: "7" };

    const created = await Promise.all([first, second, first, second].map((api) => api.post("/api/call/create", body, headers)));
    const { code } = (await second.post("/api/call/create", body, headers)).body as CreatedCall;
    const resolved = await Promise.all([first, second, first].map((api) => api.post("/api/call/resolve", { code }, headers)));

    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    expect(new Set(resolved.map(({ text }) => text)).size).toBe(1);
    expect([created[0]?.status, resolved[0]?.status]).toEqual([201, 200]);
  });

  test("[API-19] processes count together", async () => {
    await using redis = await startRedisServer();
    const env = { RATE_RESOLVE: "2" };
    await using first = await startApi({ env, stores: await openRedisStores({ url: redis.url }) });
    await using second = await startApi({ env, stores: await openRedisStores({ url: redis.url }) });

    const guess = async (api: typeof first) => (await api.post("/api/call/resolve", { code: "ZZZZZZZZ" })).status;

    expect([await guess(first), await guess(second), await guess(first), await guess(second)]).toEqual([404, 404, 429, 429]);
  });
});

describe("[API-23] while Redis is away", () => {
  test.each(["stop", "pause"] as const)("(%s) each answer is a 503 within a second, and health stays", async (how) => {
    await using redis = await startRedisServer();
    await using api = await startApi({ stores: await openRedisStores({ url: redis.url }) });
    const { callId, code, joinToken } = await api.create();
    const headers = { authorization: `Bearer ${joinToken}` };
    await redis[how]();

    for (const [method, path, body] of [
      ["POST", "/api/call/resolve", { code }],
      ["POST", "/api/call/create", { initiator_telegram_id: "7" }],
      ["POST", "/api/join", { token: joinToken }],
      ["GET", `/api/call/${callId}`, undefined],
      ["POST", `/api/call/${callId}/invite`, undefined],
      ["POST", `/api/call/${callId}/end`, undefined],
    ] as const) {
      const startedAtMs = performance.now();
      const answer = await api.send(method, path, { headers, body });

      expect(answer).toMatchObject(problem(503, "store_unavailable"));
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    }
    expect((await api.send("GET", "/api/healthz")).status).toBe(200);
    expect((await api.post("/api/check")).status).toBe(200);
  });

  test("the service works again when Redis is back", async () => {
    await using redis = await startRedisServer();
    await using api = await startApi({ stores: await openRedisStores({ url: redis.url }) });
    await redis.stop();
    expect((await api.post("/api/call/create", { initiator_telegram_id: "7" })).status).toBe(503);

    await redis.start();

    await expect
      .poll(async () => (await api.post("/api/call/create", { initiator_telegram_id: "7" })).status, { timeout: 5_000 })
      .toBe(201);
  });
});
