import { expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { startApi } from "../testing/start-api.ts";

test.each([
  "/api",
  "/api/",
  "/api/call",
  "/api/calls/x",
  "/api/CALL/create",
  "/api/call/abc/def",
  "/metrics",
  "/api/%2e%2e/metrics",
  "/%2e%2e/%2e%2e/etc/passwd",
  "//evil.example/api/healthz",
  "/.git/config",
  "/index.html%00.js",
  "/api/openapi.json.bak",
  "/join",
])("[API-17] there is nothing at %s", async (path) => {
  await using api = await startApi();

  expect(await api.send("GET", path)).toMatchObject(problem(404, "not_found"));
});

test("[API-17] a path that is not percent-encoding is a bad request", async () => {
  await using api = await startApi();

  expect(await api.send("GET", "/api/call/%E0%A4%A")).toMatchObject(problem(400, "bad_request"));
});

test.each([
  ["GET", "/api/call/create", "POST, OPTIONS"],
  ["DELETE", "/api/call/create", "POST, OPTIONS"],
  ["PUT", "/api/call/resolve", "POST, OPTIONS"],
  ["PATCH", "/api/join", "POST, OPTIONS"],
  ["HEAD", "/api/join", "POST, OPTIONS"],
  ["GET", "/api/check", "POST, OPTIONS"],
  ["POST", "/api/call/aaaaaaaaaaaaaaaa", "GET, HEAD, OPTIONS"],
  ["GET", "/api/call/aaaaaaaaaaaaaaaa/end", "POST, OPTIONS"],
  ["GET", "/api/call/aaaaaaaaaaaaaaaa/peers/bbbbbbbbbbbbbbbb", "DELETE, OPTIONS"],
  ["POST", "/api/healthz", "GET, HEAD, OPTIONS"],
])("[API-17] %s %s is refused, and told what is allowed", async (method, path, allow) => {
  await using api = await startApi();

  const answer = await api.send(method, path);

  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe(allow);
});

test("[API-17] every answer says that nothing may be cached or guessed, and names nobody", async () => {
  await using api = await startApi();

  for (const { headers } of [await api.send("GET", "/api/healthz"), await api.send("GET", "/nothing"), await api.post("/api/join", "x")]) {
    expect(Object.fromEntries(headers)).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    expect([headers.has("x-powered-by"), headers.has("server"), headers.has("etag")]).toEqual([false, false, false]);
  }
});

test("[API-17] a problem names its type, its title and the very request", async () => {
  await using api = await startApi();

  const { headers, body } = await api.post("/api/join", { token: "x" }, { "x-request-id": "ingress-4711" });

  expect(headers.get("x-request-id")).toBe("ingress-4711");
  expect(body).toEqual({
    type: "urn:tgcall:problem:token_invalid",
    title: "The join link is not valid",
    status: 401,
    code: "token_invalid",
    detail: "The join link is not valid",
    instance: "urn:tgcall:request:ingress-4711",
  });
});
