import { networkInterfaces } from "node:os";
import { createApiClient } from "@tgcall/client";
import { expect } from "vitest";
import { ask, post } from "./support/ask.ts";
import { forgedClaims } from "./support/forged-claims.ts";
import { apiKey, startInstallation, test } from "./support/installation.ts";
import { openPair } from "./support/talkers.ts";

const hsts = "max-age=63072000; includeSubDomains";

test("the api answers through the door, in its own words", async ({ installation: { origin } }) => {
  const health = await ask(`${origin}/api/healthz`);
  const missing = await ask(`${origin}/api/nothing`);
  const large = await post(`${origin}/api/join`, { token: "x".repeat(20_000) });

  expect(health.status).toBe(200);
  expect([missing.status, JSON.parse(missing.body).code]).toEqual([404, "not_found"]);
  expect([large.status, JSON.parse(large.body).code]).toEqual([413, "body_too_large"]);
  for (const { headers, names } of [health, missing, large]) {
    expect(headers).toMatchObject({ "strict-transport-security": hsts, "cache-control": "no-store", server: "nginx" });
    expect(new Set(names).size).toBe(names.length);
  }
});

test("what the door itself refuses is a problem too", async ({ installation: { origin } }) => {
  const { status, headers, body } = await post(`${origin}/api/join`, { token: "x".repeat(100_000) });

  expect([status, headers["content-type"], JSON.parse(body).code]).toEqual([413, "application/problem+json", "body_too_large"]);
  expect(headers["strict-transport-security"]).toBe(hsts);
});

test("a refused upgrade keeps its status and problem", async ({ installation: { origin } }) => {
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };

  const { status, body } = await ask(`${origin}/ws?callId=${"a".repeat(20)}&peerId=${"b".repeat(20)}&sig=forged`, { headers: upgrade });

  expect([status, JSON.parse(body).code]).toEqual([401, "sig_invalid"]);
});

test("links lead to the installation's origin, whatever Host says", async ({ installation: { origin } }) => {
  const answer = await post(
    `${origin}/api/call/create`,
    { initiator_telegram_id: "host" },
    { authorization: `Bearer ${apiKey}`, host: "evil.example", "x-forwarded-host": "evil.example", forwarded: "host=evil.example" },
  );

  expect(JSON.parse(answer.body).joinUrl).toMatch(new RegExp(`^${origin}/join#token=`));
});

test("a forged X-Forwarded-For moves no rate limit, and each client has its own", async () => {
  await using installation = await startInstallation({ signals: 1, env: { RATE_RESOLVE: "3/600" } });
  const own = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
  const forgeries = ["198.51.100.1", "198.51.100.2, 198.51.100.3", "127.0.0.1", "garbage", ""];
  const guess = (host: string, forged: string) =>
    post(`https://${host}:${installation.door.httpsPort}/api/call/resolve`, { code: "ZZZZ-ZZZZ" }, forgedClaims(forged));

  const mine = [];
  for (const forged of forgeries) mine.push((await guess("127.0.0.1", forged)).status);
  const others = await guess(own ?? "[::1]", "127.0.0.1");

  expect(mine).toEqual([404, 404, 404, 429, 429]);
  expect(others.status).toBe(404);
});

test("the logs hold no query, token, ticket or code", async ({ installation }) => {
  const { origin, door } = installation;
  const api = createApiClient(origin);
  using pair = await openPair(origin);
  const created = await api.create({ initiator_telegram_id: "logs" }, { apiKey });
  await ask(`${origin}/api/healthz?token=${created.joinToken}`, { headers: { referer: `${origin}/join?code=${created.code}` } });
  await ask(`http://localhost:${door.httpPort}/ws?sig=${created.joinToken}`);
  const tickets = [pair.ada, pair.bob].map(({ session }) => session.joined?.sig ?? "");
  pair[Symbol.dispose]();
  await expect.poll(() => door.accessLog().match(/"path":"\/ws","status":101/g)?.length).toBe(2);

  const logs = `${door.accessLog()}${door.program.output()}`;

  expect(logs).toContain('"path":"/api/healthz"');
  for (const secret of [...tickets, created.joinToken, created.code, apiKey, "sig=", "token", "code=", "?"])
    expect(logs).not.toContain(secret);
});

test("a door whose services are gone says so, and to come back", async () => {
  await using installation = await startInstallation({ apis: 1, signals: 1 });
  const { origin, apis, signals } = installation;
  for (const { process } of [...apis, ...signals]) process.kill("SIGKILL");

  for (const path of ["/api/healthz", "/ws?sig=secret"]) {
    const { status, headers, body } = await ask(`${origin}${path}`);
    expect([status, headers["content-type"], headers["retry-after"]]).toEqual([503, "application/problem+json", "1"]);
    expect(JSON.parse(body)).toMatchObject({ status: 503, code: "unavailable" });
    expect(headers["strict-transport-security"]).toBe(hsts);
  }
  expect(installation.door.program.output()).not.toContain("secret");
});
