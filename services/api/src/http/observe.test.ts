import { type OneTimeCode, Problem } from "@tgcall/protocol";
import { openMemoryStores } from "@tgcall/store";
import { expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { seat } from "../testing/seat.ts";
import { startApi, type TestApi } from "../testing/start-api.ts";

const linesOf = (api: TestApi) => api.lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test("[API-25] each request is one line: method, route, status, duration and its id", async () => {
  await using api = await startApi();

  await api.send("GET", "/api/call/aaaaaaaaaaaaaaaa?secret=1", { headers: { "x-request-id": "request-0001" } });
  await api.send("GET", "/nowhere/at/all");

  await expect.poll(() => linesOf(api)).toHaveLength(2);
  expect(linesOf(api)).toMatchObject([
    { message: "request", method: "GET", route: "/api/call/{callId}", status: 401, problem: "token_invalid", request_id: "request-0001" },
    { message: "request", method: "GET", route: "unmatched", status: 404, problem: "not_found" },
  ]);
  expect(linesOf(api).every(({ duration_ms }) => typeof duration_ms === "number")).toBe(true);
});

test("[API-25] an id that is no id is not believed", async () => {
  await using api = await startApi();

  const { headers } = await api.send("GET", "/api/healthz", { headers: { "x-request-id": 'x" injected="1' } });

  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("[API-25] neither logs nor metrics show a code, a token, a ticket or a name, and metrics no id", async () => {
  await using api = await startApi();
  const { callId, code, joinToken } = await api.create({ initiator_telegram_id: "tg-4242" });
  const guest = await api.resolve(code);
  const joined = await api.post("/api/join", { token: guest.joinToken, name: "Ада Лавлейс" });
  await api.send("GET", `/api/call/${callId}?token=${joinToken}`, { headers: { authorization: `Bearer ${joinToken}` } });
  await api.post("/api/call/create", "{broken tg-4242", { "idempotency-key": "key-4711" });
  await expect.poll(() => api.lines).toHaveLength(5);

  const metrics = await api.readMetrics();
  const shown = api.lines.join("") + metrics;

  const { sig } = joined.body as { readonly sig: string };
  for (const secret of [code, joinToken, guest.joinToken, sig, "eyJ", "tg-4242", "Лавлейс", "key-4711"]) {
    expect(shown).not.toContain(secret);
  }
  expect(metrics).not.toContain(callId);
});

test("[API-25] metrics count calls, codes, joins and refusals", async () => {
  await using api = await startApi({ env: { RATE_CHECK: "1" } });
  const { code, joinToken } = await api.create();
  await api.resolve(code);
  await api.post("/api/call/resolve", { code });
  await api.join(joinToken);
  await api.post("/api/join", { token: "x" });
  await api.post("/api/check");
  await api.post("/api/check");
  await expect.poll(() => api.lines).toHaveLength(7);

  const metrics = await api.readMetrics();

  for (const line of [
    'tgcall_api_calls_created_total{service="api"} 1',
    'tgcall_api_codes_resolved_total{result="ok",service="api"} 1',
    'tgcall_api_codes_resolved_total{result="code_not_found",service="api"} 1',
    'tgcall_api_joins_total{result="ok",service="api"} 1',
    'tgcall_api_joins_total{result="token_invalid",service="api"} 1',
    'tgcall_api_rate_limited_total{rule="check",service="api"} 1',
    'tgcall_api_request_seconds_count{service="api",route="/api/call/resolve",status="4xx"} 1',
  ]) {
    expect(metrics.split("\n")).toContain(line);
  }
});

test("[API-27] what nobody expected is a 500 that shows nothing, and a line that tells why", async () => {
  const stores = openMemoryStores();
  const calls = { ...stores.calls, read: () => Promise.reject(new Error("the disk of 10.0.0.7 is on fire")) };
  await using api = await startApi({ stores: { ...stores, calls } });
  const { joinToken } = await api.create();

  const answer = await api.post("/api/join", { token: joinToken });

  expect(answer).toMatchObject(problem(500, "internal_error"));
  expect(answer.text).not.toContain("fire");
  expect(linesOf(api)).toContainEqual(
    expect.objectContaining({
      level: "error",
      message: "request failed",
      error: expect.objectContaining({ message: expect.stringContaining("fire") }),
    }),
  );
});

test("[API-23] a store that is away is a 503 that says when to come back", async () => {
  const stores = openMemoryStores();
  const consume = (_code: OneTimeCode) => Promise.reject(new Problem("store_unavailable", undefined, { retryAfterSeconds: 2 }));
  await using api = await startApi({ stores: { ...stores, codes: { ...stores.codes, consume } }, env: { RATE_RESOLVE: "1" } });

  const answers = [await api.post("/api/call/resolve", { code: "ABCDEFGH" }), await api.post("/api/call/resolve", { code: "ABCDEFGH" })];

  for (const answer of answers) {
    expect(answer).toMatchObject(problem(503, "store_unavailable"));
    expect(answer.headers.get("retry-after")).toBe("2");
  }
});

test("[API-25] the line of a request that did something to a call is named for it, with call and peer", async () => {
  await using api = await startApi();
  const { callId, code, joinToken } = await api.create();
  const guest = await api.resolve(code);
  const bearer = { authorization: `Bearer ${joinToken}` };
  const { peerId } = await api.join(guest.joinToken);
  const { peerId: initiatorId } = await api.join(joinToken);
  await seat(api.stores, callId, peerId, "participant");
  await api.post(`/api/call/${callId}/invite`, undefined, bearer);
  await api.post(`/api/call/${callId}/outcome`, { browser: "other", setup: { result: "alone", ageMs: 9, phases: [] } }, bearer);
  await api.send("DELETE", `/api/call/${callId}/peers/${peerId}`, { headers: bearer });
  await api.post("/api/join", { token: guest.joinToken });
  await api.post(`/api/call/${callId}/end`, undefined, bearer);
  await expect.poll(() => api.lines).toHaveLength(9);

  const story = linesOf(api).map(({ message, call_id, peer_id, status }) => [message, call_id, peer_id, status]);

  expect(story).toEqual([
    ["call created", callId, undefined, 201],
    ["code resolved", callId, peerId, 200],
    ["join granted", callId, peerId, 200],
    ["join granted", callId, initiatorId, 200],
    ["code issued", callId, initiatorId, 201],
    ["outcome reported", callId, initiatorId, 204],
    ["peer kicked", callId, initiatorId, 204],
    ["join refused", callId, peerId, 403],
    ["call ended", callId, initiatorId, 204],
  ]);
});
