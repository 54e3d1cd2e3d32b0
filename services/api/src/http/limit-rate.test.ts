import type { CreatedCall } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { startApi, type TestApi } from "../testing/start-api.ts";

const from = (address: string) => ({ "x-forwarded-for": address });
const statusesOf = async (count: number, send: (index: number) => Promise<{ readonly status: number }>): Promise<readonly number[]> => {
  const statuses: number[] = [];
  for (let index = 0; index < count; index++) statuses.push((await send(index)).status);
  return statuses;
};
const times = (count: number, status: number): readonly number[] => Array.from({ length: count }, () => status);
const guess = (api: TestApi, headers = {}) => api.post("/api/call/resolve", { code: "ZZZZZZZZ" }, headers);

describe("rate limits by default", () => {
  const defaults = { RATE_CREATE: "", RATE_RESOLVE: "", RATE_JOIN: "", RATE_CHECK: "", TRUST_PROXY_HOPS: "1" };

  test("[API-19] create: 30 a minute per address", async () => {
    await using api = await startApi({ env: defaults });

    const statuses = await statusesOf(31, (index) => api.post("/api/call/create", { initiator_telegram_id: index }));

    expect(statuses).toEqual([...times(30, 201), 429]);
  });

  test("[API-19] create: 30 a minute per initiator, wherever it comes from", async () => {
    await using api = await startApi({ env: defaults });

    const statuses = await statusesOf(31, (index) => api.post("/api/call/create", { initiator_telegram_id: 7 }, from(`192.0.2.${index}`)));

    expect(statuses).toEqual([...times(30, 201), 429]);
  });

  test("[API-19] resolve: 10 failures in ten minutes per address, and the right code waits with the others", async () => {
    await using api = await startApi({ env: defaults });
    const { code } = await api.create();

    const statuses = await statusesOf(10, () => guess(api));
    const eleventh = await guess(api);

    expect(statuses).toEqual(times(10, 404));
    expect(eleventh).toMatchObject(problem(429, "rate_limited"));
    expect(Number(eleventh.headers.get("retry-after"))).toBeGreaterThan(590);
    expect((await api.post("/api/call/resolve", { code })).status).toBe(429);
    expect((await api.post("/api/call/resolve", { code }, from("192.0.2.9"))).status).toBe(200);
  });

  test("[API-19] resolve: success, an ended call and a malformed body do not count", async () => {
    await using api = await startApi({ env: { ...defaults, RATE_CREATE: "100" } });
    const calls = await Promise.all(Array.from({ length: 24 }, () => api.create()));
    const [ended, open] = [calls.slice(0, 12), calls.slice(12)];
    for (const { callId } of ended) await api.stores.calls.end(callId);

    const good = await statusesOf(12, (index) => api.post("/api/call/resolve", { code: open[index]?.code }));
    const gone = await statusesOf(12, (index) => api.post("/api/call/resolve", { code: ended[index]?.code }));
    const malformed = await statusesOf(12, () => api.post("/api/call/resolve", { code: 7 }));

    expect([good, gone, malformed]).toEqual([times(12, 200), times(12, 410), times(12, 400)]);
    expect(await statusesOf(11, () => guess(api))).toEqual([...times(10, 404), 429]);
  });

  test("[API-19] resolve: refused attempts leave no debt", async () => {
    await using api = await startApi({ env: { ...defaults, RATE_CREATE: "100" } });
    const calls = await Promise.all(Array.from({ length: 40 }, () => api.create()));

    const answers = await Promise.all(calls.map(({ code }) => api.post("/api/call/resolve", { code })));

    expect(answers.map(({ status }) => status)).toContain(200);
    expect(await statusesOf(11, () => guess(api))).toEqual([...times(10, 404), 429]);
  });

  test("[API-19] join: 60 a minute per address", async () => {
    await using api = await startApi({ env: defaults });
    const { joinToken: token } = await api.create();

    const statuses = await statusesOf(61, () => api.post("/api/join", { token }));

    expect(statuses).toEqual([...times(60, 200), 429]);
  });

  test("[API-19] check: 5 in ten minutes per address", async () => {
    await using api = await startApi({ env: defaults });

    expect(await statusesOf(6, () => api.post("/api/check"))).toEqual([...times(5, 200), 429]);
  });
});

test("[API-19] RATE_ settings change the limits, and one call's invitations have their own", async () => {
  await using api = await startApi({ env: { RATE_CREATE: "2/5", RATE_RESOLVE: "1", RATE_JOIN: "3", RATE_CHECK: "1" } });
  const [{ callId, joinToken: token }] = [await api.create()];
  const headers = { authorization: `Bearer ${token}` };

  const invite = await statusesOf(3, () => api.send("POST", `/api/call/${callId}/invite`, { headers }));
  const create = await statusesOf(2, () => api.post("/api/call/create", { initiator_telegram_id: "x" }));
  const join = await statusesOf(4, () => api.post("/api/join", { token }));

  expect(invite).toEqual([201, 201, 429]);
  expect(create).toEqual([201, 429]);
  expect(join).toEqual([200, 200, 200, 429]);
  expect(await statusesOf(2, () => guess(api))).toEqual([404, 429]);
  expect(await statusesOf(2, () => api.post("/api/check"))).toEqual([200, 429]);
});

describe("whose attempts are counted", () => {
  const env = (hops: number) => ({ RATE_RESOLVE: "1", TRUST_PROXY_HOPS: String(hops) });

  test("[API-20] without proxies X-Forwarded-For is not looked at", async () => {
    await using api = await startApi({ env: env(0) });

    expect(await statusesOf(3, (index) => guess(api, from(`192.0.2.${index}`)))).toEqual([404, 429, 429]);
  });

  test("[API-20] behind one proxy its word counts, and nothing that the client put before it", async () => {
    await using api = await startApi({ env: env(1) });

    const forged = await statusesOf(3, (index) => guess(api, from(`203.0.113.${index}, 192.0.2.1`)));
    const another = await guess(api, from("192.0.2.2"));

    expect(forged).toEqual([404, 429, 429]);
    expect(another.status).toBe(404);
  });

  test("[API-20] behind two proxies the last but one address counts", async () => {
    await using api = await startApi({ env: env(2) });

    const forged = await statusesOf(3, (index) => guess(api, from(`203.0.113.${index}, 192.0.2.1, 10.0.0.${index}`)));
    const another = await guess(api, from("192.0.2.2, 10.0.0.1"));

    expect(forged).toEqual([404, 429, 429]);
    expect(another.status).toBe(404);
  });

  test("[API-20] an IPv6 client is its /64, and an IPv4 one is the same in IPv6 clothes", async () => {
    await using api = await startApi({ env: env(1) });

    const same = await statusesOf(3, (index) => guess(api, from(`2001:db8:1:2::${index}`)));
    const neighbour = await guess(api, from("2001:db8:1:3::1"));
    const mapped = [await guess(api, from("192.0.2.7")), await guess(api, from("::ffff:192.0.2.7"))];

    expect(same).toEqual([404, 429, 429]);
    expect(neighbour.status).toBe(404);
    expect(mapped.map(({ status }) => status)).toEqual([404, 429]);
  });

  test("[API-20] garbage from a proxy shares one place", async () => {
    await using api = await startApi({ env: env(1) });

    expect(await statusesOf(3, (index) => guess(api, from(`unknown-${index}`)))).toEqual([404, 429, 429]);
  });
});

test("[API-19] a creation that is refused for its rate creates nothing under its key", async () => {
  await using api = await startApi({ env: { RATE_CREATE: "1", TRUST_PROXY_HOPS: "1" } });
  const body = { initiator_telegram_id: "7" };
  await api.post("/api/call/create", body, from("192.0.2.1"));

  const refused = await api.post("/api/call/create", { initiator_telegram_id: "8" }, { ...from("192.0.2.1"), "idempotency-key": "k" });

  expect(refused).toMatchObject(problem(429, "rate_limited"));
  expect((refused.body as Partial<CreatedCall>).callId).toBeUndefined();
});
