import { createHmac } from "node:crypto";
import type { CreatedCall } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { startApi } from "../testing/start-api.ts";

describe("CREATE_AUTH=api-key", () => {
  const [first, second] = ["first-key-of-a-backend", "second-key-of-a-backend"];
  const env = { CREATE_AUTH: "api-key", API_KEYS: `${first}, ${second}` };
  const body = { initiator_telegram_id: "7" };

  test("[API-6] whoever has one of the keys may create", async () => {
    await using api = await startApi({ env });

    for (const authorization of [`Bearer ${first}`, `bearer ${second}`]) {
      expect((await api.post("/api/call/create", body, { authorization })).status).toBe(201);
    }
  });

  test.each([
    {},
    { authorization: "Bearer" },
    { authorization: "Bearer wrong" },
    { authorization: `Basic ${first}` },
    { authorization: `Bearer ${first}, ${second}` },
  ])("[API-6] who shows %j may not", async (headers) => {
    await using api = await startApi({ env });

    const answer = await api.post("/api/call/create", body, headers as Record<string, string>);

    expect(answer).toMatchObject(problem(401, "unauthorized"));
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("[API-6] wrong keys count as attempts", async () => {
    await using api = await startApi({ env: { ...env, RATE_CREATE: "2" } });

    const answers = [1, 2, 3].map(() => api.post("/api/call/create", body, { authorization: "Bearer wrong" }));

    expect((await Promise.all(answers)).map(({ status }) => status).toSorted()).toEqual([401, 401, 429]);
  });

  test("[API-3] keys of two backends never meet", async () => {
    await using api = await startApi({ env });
    const create = async (key: string) =>
      (await api.post("/api/call/create", body, { authorization: `Bearer ${key}`, "idempotency-key": "1" })).body as CreatedCall;

    expect((await create(first)).callId).toBe((await create(first)).callId);
    expect((await create(first)).callId).not.toBe((await create(second)).callId);
  });
});

describe("CREATE_AUTH=telegram", () => {
  const botToken = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
  const env = { CREATE_AUTH: "telegram", TELEGRAM_BOT_TOKEN: botToken };
  const nowMs = Date.UTC(2030, 0, 1);
  const body = { initiator_telegram_id: 4242 };

  function initDataOf(user: object, { ageSeconds = 0, token = botToken, salt = "" } = {}): string {
    const fields = { auth_date: String(nowMs / 1000 - ageSeconds), query_id: `AAH${salt}`, user: JSON.stringify(user) };
    const key = createHmac("sha256", "WebAppData").update(token).digest();
    const checked = Object.entries(fields)
      .map(([name, value]) => `${name}=${value}`)
      .join("\n");
    return String(new URLSearchParams({ ...fields, hash: createHmac("sha256", key).update(checked).digest("hex") }));
  }
  const signed = (initData: string, idempotencyKey?: string) => ({
    authorization: `tma ${initData}`,
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
  });
  const start = () => startApi({ env, now: () => nowMs });

  test("[API-7] the user whom Telegram signed may create", async () => {
    await using api = await start();

    expect((await api.post("/api/call/create", body, signed(initDataOf({ id: 4242 })))).status).toBe(201);
  });

  test.each([
    ["nothing", {}],
    ["a bearer", { authorization: "Bearer x" }],
    ["another bot's signature", signed(initDataOf({ id: 4242 }, { token: "1:other" }))],
    ["a signature of 301 s ago", signed(initDataOf({ id: 4242 }, { ageSeconds: 301 }))],
    ["a field added", signed(`${initDataOf({ id: 4242 })}&start_param=x`)],
    ["a user twice", signed(`${initDataOf({ id: 4242 })}&user=%7B%22id%22%3A1%7D`)],
    ["no user", signed(initDataOf({}))],
  ])("[API-7] who shows %s may not", async (_name, headers) => {
    await using api = await start();

    const answer = await api.post("/api/call/create", body, headers as Record<string, string>);

    expect(answer).toMatchObject(problem(401, "init_data_invalid"));
    expect(answer.headers.get("www-authenticate")).toBe("tma");
  });

  test("[API-7] nobody creates in another's name", async () => {
    await using api = await start();

    expect(await api.post("/api/call/create", body, signed(initDataOf({ id: 4243 })))).toMatchObject(problem(403, "forbidden"));
  });

  test("[API-7] a proof works once", async () => {
    await using api = await start();
    const initData = initDataOf({ id: 4242 });
    await api.post("/api/call/create", body, signed(initData));

    for (const key of [undefined, "fresh-key", "fresh-key"]) {
      expect(await api.post("/api/call/create", body, signed(initData, key))).toMatchObject(problem(401, "init_data_invalid"));
    }
  });

  test("[API-7] the same Idempotency-Key is answered again, with the same proof or a newer one", async () => {
    await using api = await start();
    const initData = initDataOf({ id: 4242 });
    const first = await api.post("/api/call/create", body, signed(initData, "k"));

    const again = await api.post("/api/call/create", body, signed(initData, "k"));
    const newer = await api.post("/api/call/create", body, signed(initDataOf({ id: 4242 }, { salt: "2" }), "k"));

    expect([first.status, again.text, newer.text]).toEqual([201, first.text, first.text]);
  });
});
