import type { CreatedCall } from "@tgcall/protocol";
import { openMemoryStores, type Stores } from "@tgcall/store";
import { describe, expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { startApi } from "../testing/start-api.ts";

describe("POST /api/call/create", () => {
  test("[API-1] answers a call, its initiator's link and a code, the secrets after #", async () => {
    await using api = await startApi({ env: { API_ORIGIN: "https://call.example.org" } });

    const answer = await api.post("/api/call/create", { initiator_telegram_id: 4242 });

    const call = answer.body as CreatedCall;
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`/api/call/${call.callId}`);
    expect(call.joinUrl).toBe(`https://call.example.org/join#token=${call.joinToken}`);
    expect(call.inviteUrl).toBe(`https://call.example.org/join#code=${call.code}`);
    expect(await api.stores.calls.read(call.callId)).toMatchObject({ initiator: "4242", maxPeers: 2, relayOnly: false, status: "created" });
  });

  test("[API-1] its times are those of the settings, and a code never outlives its call", async () => {
    const now = () => Date.UTC(2030, 0, 1);
    await using usual = await startApi({ now });
    await using short = await startApi({ now, env: { CALL_TTL_SECONDS: "60" } });

    expect(await usual.create()).toMatchObject({ expiresAt: "2030-01-02T00:00:00.000Z", codeExpiresAt: "2030-01-01T00:15:00.000Z" });
    expect(await short.create()).toMatchObject({ expiresAt: "2030-01-01T00:01:00.000Z", codeExpiresAt: "2030-01-01T00:01:00.000Z" });
  });

  test("[API-1] a call has room for as many as it asks for, else for as many as the installation allows", async () => {
    await using api = await startApi({ env: { MAX_PEERS_PER_CALL: "5" } });

    const asked = await api.create({ max_peers: 3 });
    const silent = await api.create();

    expect((await api.join(asked.joinToken)).maxPeers).toBe(3);
    expect((await api.join(silent.joinToken)).maxPeers).toBe(5);
  });

  test("[API-2] repeated with the same key and body it answers the same bytes and creates nothing more", async () => {
    await using api = await startApi();
    const headers = { "idempotency-key": "4c3f4b0a" };
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => api.post("/api/call/create", { initiator_telegram_id: "7" }, headers)));

    const later = await api.post("/api/call/create", '{ "relay_only": false, "initiator_telegram_id": 7 }', headers);

    expect(new Set([one?.text, two?.text, three?.text, later.text]).size).toBe(1);
    expect(later.status).toBe(201);
  });

  test("[API-2] another body under the same key is a conflict", async () => {
    await using api = await startApi();
    const headers = { "idempotency-key": "4c3f4b0a" };
    await api.post("/api/call/create", { initiator_telegram_id: "7" }, headers);

    for (const body of [{ initiator_telegram_id: "8" }, { initiator_telegram_id: "7", relay_only: true }]) {
      expect(await api.post("/api/call/create", body, headers)).toMatchObject(problem(409, "idempotency_conflict"));
    }
  });

  test("[API-2] a creation that stopped half-way is finished by its repetition", async () => {
    const stores = openMemoryStores();
    let failures = 1;
    const codes: Stores["codes"] = {
      ...stores.codes,
      issue: (...args) => (failures-- > 0 ? Promise.reject(new Error("the store went away")) : stores.codes.issue(...args)),
    };
    await using api = await startApi({ stores: { ...stores, codes } });
    const headers = { "idempotency-key": "half-way" };
    const first = await api.post("/api/call/create", { initiator_telegram_id: "7" }, headers);

    const second = await api.post("/api/call/create", { initiator_telegram_id: "7" }, headers);

    const { code, callId } = second.body as CreatedCall;
    expect([first.status, second.status]).toEqual([500, 201]);
    expect(await api.resolve(code)).toMatchObject({ callId });
  });

  test("[API-2] the same answer comes after the code has expired, and brings nothing back to life", async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    await using api = await startApi({ now: () => nowMs });
    const headers = { "idempotency-key": "late" };
    const first = await api.post("/api/call/create", { initiator_telegram_id: "7" }, headers);
    nowMs += 3_600_000;

    const late = await api.post("/api/call/create", { initiator_telegram_id: "7" }, headers);

    expect(late.text).toBe(first.text);
    expect(await api.post("/api/call/resolve", { code: (first.body as CreatedCall).code })).toMatchObject(problem(404, "code_not_found"));
  });

  test("[API-3] one caller's keys never meet another's", async () => {
    await using api = await startApi({ env: { TRUST_PROXY_HOPS: "1" } });
    const from = (address: string) => ({ "idempotency-key": "1", "x-forwarded-for": address });

    const mine = await api.post("/api/call/create", { initiator_telegram_id: "7" }, from("192.0.2.1"));
    const theirs = await api.post("/api/call/create", { initiator_telegram_id: "7" }, from("192.0.2.2"));

    expect((theirs.body as CreatedCall).callId).not.toBe((mine.body as CreatedCall).callId);
  });

  test("[API-4] repeating a creation never revives a used code", async () => {
    await using api = await startApi();
    const headers = { "idempotency-key": "revive" };
    const { code } = (await api.post("/api/call/create", { initiator_telegram_id: "7" }, headers)).body as CreatedCall;
    await api.resolve(code);

    await api.post("/api/call/create", { initiator_telegram_id: "7" }, headers);

    expect(await api.post("/api/call/resolve", { code })).toMatchObject(problem(404, "code_not_found"));
  });

  test("[API-5] a relay-only call needs a TURN server", async () => {
    await using withTurn = await startApi();
    await using without = await startApi({ env: { TURN_DOMAIN: "" } });
    const body = { initiator_telegram_id: "7", relay_only: true };

    const { joinToken } = (await withTurn.post("/api/call/create", body)).body as CreatedCall;

    expect(await withTurn.join(joinToken)).toMatchObject({ relayOnly: true });
    expect(await without.post("/api/call/create", body)).toMatchObject(problem(409, "turn_not_configured"));
  });
});
