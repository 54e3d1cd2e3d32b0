import type { OneTimeCode } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { startApi } from "../testing/start-api.ts";

describe("POST /api/call/resolve", () => {
  test("[API-8] a code gives a participant's link, once", async () => {
    await using api = await startApi({ env: { API_ORIGIN: "https://call.example.org" } });
    const { callId, code, expiresAt } = await api.create();

    const resolved = await api.resolve(code);

    expect(resolved).toMatchObject({ callId, role: "participant", expiresAt });
    expect(resolved.joinUrl).toBe(`https://call.example.org/join#token=${resolved.joinToken}`);
    expect(await api.post("/api/call/resolve", { code })).toMatchObject(problem(404, "code_not_found"));
  });

  test("[API-8] the same Idempotency-Key gets the same bytes again, another one nothing", async () => {
    await using api = await startApi();
    const { code } = await api.create();

    const first = await api.post("/api/call/resolve", { code }, { "idempotency-key": "k-1" });
    const again = await api.post("/api/call/resolve", { code: code.toLowerCase() }, { "idempotency-key": "k-1" });
    const other = await api.post("/api/call/resolve", { code }, { "idempotency-key": "k-2" });

    expect(again.text).toBe(first.text);
    expect([first.status, other.status]).toEqual([200, 404]);
  });

  test("[API-8] of a thousand simultaneous requests exactly one gets the link", async () => {
    await using api = await startApi();
    const { code } = await api.create();

    const answers = await Promise.all(Array.from({ length: 1_000 }, () => api.post("/api/call/resolve", { code })));

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404)).toHaveLength(999);
  });

  test.each(["7K2M-9QRS", "7k2m9qrs", " 7k2m 9qrs ", "7-K-2-M-9-Q-R-S"])("[API-9] a code is read as people type it: %j", async (typed) => {
    await using api = await startApi();
    const { callId } = await api.create();
    await api.stores.codes.issue("7K2M9QRS" as OneTimeCode, callId, Date.now() + 60_000);

    expect(await api.resolve(typed)).toMatchObject({ callId });
  });

  test("[API-9] unknown, used and expired codes look the same", async () => {
    let nowMs = Date.now();
    await using api = await startApi({ now: () => nowMs });
    const used = await api.create();
    const expired = await api.create();
    await api.resolve(used.code);
    nowMs += 900_000;

    const answers = await Promise.all(
      [used.code, expired.code, "ZZZZZZZZ", "not a code"].map((code) => api.post("/api/call/resolve", { code })),
    );

    const bodies = answers.map(({ body }) => ({ ...(body as object), instance: undefined }));
    expect(bodies).toEqual(bodies.map(() => bodies[0]));
    expect(answers[0]).toMatchObject(problem(404, "code_not_found"));
  });

  test("[API-10] the code of a call that has ended says so", async () => {
    await using api = await startApi();
    const { callId, code } = await api.create();
    await api.stores.calls.end(callId);

    expect(await api.post("/api/call/resolve", { code })).toMatchObject(problem(410, "call_ended"));
  });

  test("[API-13] the link works for as long as the settings say, counted from the exchange", async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    await using api = await startApi({ now: () => nowMs, env: { JOIN_TOKEN_TTL_SECONDS: "600" } });
    const { code } = await api.create();
    nowMs += 60_000;
    const { joinToken: token } = await api.resolve(code);

    nowMs += 599_000;
    expect((await api.post("/api/join", { token })).status).toBe(200);
    nowMs += 1_000;
    expect(await api.post("/api/join", { token })).toMatchObject(problem(401, "token_expired"));
  });
});
