import { sendRaw, statusesOf } from "@tgcall/runtime/testing";
import { expect, test } from "vitest";
import { startApi } from "../testing/start-api.ts";

const lines = (...given: readonly string[]): string => `${given.join("\r\n")}\r\n\r\n`;
const health = (...headers: readonly string[]): string => lines("GET /api/healthz HTTP/1.1", "Host: x", ...headers);

test.each([
  ["both lengths", `${lines("POST /api/join HTTP/1.1", "Host: x", "Content-Length: 4", "Transfer-Encoding: chunked")}0\r\n\r\n`],
  ["two different lengths", `${lines("POST /api/join HTTP/1.1", "Host: x", "Content-Length: 4", "Content-Length: 5")}abcde`],
  ["a signed length", `${lines("POST /api/join HTTP/1.1", "Host: x", "Content-Length: +4")}abcd`],
  ["an unknown transfer encoding", lines("POST /api/join HTTP/1.1", "Host: x", "Transfer-Encoding: chunked, identity")],
  [
    "a bad chunk size",
    `${lines("POST /api/join HTTP/1.1", "Host: x", "Content-Type: application/json", "Transfer-Encoding: chunked")}zz\r\n`,
  ],
  ["a blank before the colon", lines("GET /api/healthz HTTP/1.1", "Host : x")],
  ["a folded header", lines("GET /api/healthz HTTP/1.1", "Host: x", " evil: 1")],
  ["a bare line feed", "GET /api/healthz HTTP/1.1\nHost: x\n\n"],
  ["NUL in a header", health("X-A: a\u0000b")],
  ["no HTTP at all", "\u0016\u0003\u0001\u0002\u0000\u0001"],
  ["an unknown method", lines("BREW /api/join HTTP/1.1", "Host: x")],
  ["an unknown version", lines("GET /api/healthz HTTP/9.9", "Host: x")],
])("[API-27] %s is a bad request, and ends the connection", async (_name, text) => {
  await using api = await startApi();

  const heard = await sendRaw(api.port, text);

  expect(statusesOf(heard)).toEqual([400]);
  expect(heard).toContain('"code":"bad_request"');
  expect(heard).toContain("Connection: close");
  expect((await api.send("GET", "/api/healthz")).status).toBe(200);
});

test.each([
  ["one header of 8 KiB", health(`X-Long: ${"x".repeat(8_192)}`)],
  ["2000 headers", health(...Array.from({ length: 2_000 }, (_, index) => `X-${index}: 1`))],
  ["a path of 9 KB", lines(`GET /api/${"x".repeat(9_000)} HTTP/1.1`, "Host: x")],
])("[API-27] %s is too much", async (_name, text) => {
  await using api = await startApi();

  const heard = await sendRaw(api.port, text);

  expect(statusesOf(heard)).toEqual([431]);
  expect(heard).toContain('"code":"headers_too_large"');
});

test("[API-27] a thousand pipelined requests get a thousand answers", async () => {
  await using api = await startApi();

  const heard = await sendRaw(api.port, health().repeat(999) + health("Connection: close"));

  expect(statusesOf(heard)).toEqual(Array.from({ length: 1_000 }, () => 200));
});

test("[API-27] nonsense behind a good request does not spoil its answer", async () => {
  await using api = await startApi();

  const heard = await sendRaw(api.port, `${health()}\u0000\u0001nonsense\r\n\r\n`);

  expect(statusesOf(heard)).toEqual([200]);
  expect(heard).toContain('{"status":"ok"}');
});

test.each(["TRACE", "LINK", "M-SEARCH"])("[API-17] %s is refused", async (method) => {
  await using api = await startApi();

  const heard = await sendRaw(api.port, lines(`${method} /api/join HTTP/1.1`, "Host: x", "Connection: close"));

  expect(statusesOf(heard)).toEqual([405]);
  expect(heard).toContain("Allow: POST, OPTIONS");
});

test("[API-27] CONNECT opens nothing", async () => {
  await using api = await startApi();

  expect(statusesOf(await sendRaw(api.port, lines("CONNECT evil.example:443 HTTP/1.1", "Host: evil.example")))).toEqual([]);
});

test("[API-27] an absolute address, a double Content-Type and an upgrade are nothing special", async () => {
  await using api = await startApi();
  const body = "{}";
  const types = ["Content-Type: application/json", "Content-Type: text/plain"];

  const absolute = await sendRaw(api.port, lines("GET http://evil.example/api/healthz HTTP/1.1", "Host: x", "Connection: close"));
  const twice = await sendRaw(
    api.port,
    lines("POST /api/join HTTP/1.1", "Host: x", "Connection: close", ...types, "Content-Length: 2") + body,
  );
  const upgrade = await sendRaw(api.port, health("Connection: Upgrade, close", "Upgrade: websocket"));

  expect([absolute, twice, upgrade].map(statusesOf)).toEqual([[200], [400], [200]]);
});

test("[API-18] a body too large by its announced length is refused before it is sent", async () => {
  await using api = await startApi();
  const headers = ["Host: x", "Content-Type: application/json", "Content-Length: 10000000"];

  const heard = await sendRaw(api.port, lines("POST /api/join HTTP/1.1", ...headers), /body_too_large/);

  expect(statusesOf(heard)).toEqual([413]);
});

test("[API-18] a body of unknown length is refused as soon as it is too large", async () => {
  await using api = await startApi();
  const headers = ["Host: x", "Content-Type: application/json", "Transfer-Encoding: chunked"];
  const chunk = `1000\r\n${"x".repeat(0x1000)}\r\n`;

  const heard = await sendRaw(api.port, [lines("POST /api/join HTTP/1.1", ...headers), chunk.repeat(5)], /body_too_large/);

  expect(statusesOf(heard)).toEqual([413]);
});

test("[API-18] a client that leaves in the middle of its body harms nobody", async () => {
  await using api = await startApi();
  const headers = ["Host: x", "Content-Type: application/json", "Content-Length: 100", "Expect: 100-continue"];

  await sendRaw(api.port, `${lines("POST /api/join HTTP/1.1", ...headers)}{"tok`, /100 Continue/);

  await expect.poll(() => api.lines.join("")).toContain('"status":499');
  expect((await api.send("GET", "/api/healthz")).status).toBe(200);
});

test("[API-18] a client that goes on sending hears the refusal, and its connection goes on", async () => {
  await using api = await startApi();
  const headers = ["Host: x", "Content-Type: application/json", "Transfer-Encoding: chunked"];
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;

  const heard = await sendRaw(api.port, [
    lines("POST /api/join HTTP/1.1", ...headers),
    ...Array.from({ length: 50 }, () => chunk),
    "0\r\n\r\n",
    health("Connection: close"),
  ]);

  expect(statusesOf(heard)).toEqual([413, 200]);
});
