import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../testing/start-api.ts";

interface BadBody {
  readonly name: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected: string;
}

const bytes = (...values: readonly number[]) => new Uint8Array(values);
const sized = (length: number): string => `{"padding":"${"x".repeat(length - 14)}"}`;

/** What no endpoint with a body accepts, whatever it asks for. */
const everywhere: readonly BadBody[] = [
  { name: "no body", expected: "400 bad_request" },
  { name: "an empty body", body: "", expected: "400 bad_request" },
  { name: "null", body: "null", expected: "400 bad_request" },
  { name: "a list", body: "[]", expected: "400 bad_request" },
  { name: "a text", body: '"x"', expected: "400 bad_request" },
  { name: "a number", body: "7", expected: "400 bad_request" },
  { name: "truncated JSON", body: '{"code":"ABCD', expected: "400 bad_request" },
  { name: "two JSON values", body: "{}{}", expected: "400 bad_request" },
  { name: "a comment", body: "{/* */}", expected: "400 bad_request" },
  { name: "not UTF-8", body: bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d), expected: "400 bad_request" },
  { name: "16 KiB of unrelated fields", body: sized(16_384), expected: "400 bad_request" },
  { name: "16 KiB and a byte", body: sized(16_385), expected: "413 body_too_large" },
  { name: "a megabyte", body: sized(1_048_576), expected: "413 body_too_large" },
  { name: "lists nested 1000 deep", body: `${"[".repeat(1_000)}${"]".repeat(1_000)}`, expected: "400 bad_request" },
  { name: "objects nested 1000 deep", body: `${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`, expected: "400 bad_request" },
  { name: "lists never closed", body: "[".repeat(16_000), expected: "400 bad_request" },
  { name: "plain text", body: "{}", headers: { "content-type": "text/plain" }, expected: "415 unsupported_media_type" },
  {
    name: "a form",
    body: "code=1",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    expected: "415 unsupported_media_type",
  },
  {
    name: "a multipart form",
    body: "--x",
    headers: { "content-type": "multipart/form-data; boundary=x" },
    expected: "415 unsupported_media_type",
  },
  { name: "an almost right type", body: "{}", headers: { "content-type": "application/jsonp" }, expected: "415 unsupported_media_type" },
  { name: "an empty type", body: "{}", headers: { "content-type": "" }, expected: "415 unsupported_media_type" },
  { name: "UTF-16", body: "{}", headers: { "content-type": "application/json; charset=utf-16" }, expected: "415 unsupported_media_type" },
  {
    name: "Latin-1",
    body: "{}",
    headers: { "content-type": 'application/json; charset="iso-8859-1"' },
    expected: "415 unsupported_media_type",
  },
  {
    name: "a gzip bomb",
    body: gzipSync(Buffer.alloc(10_000_000)),
    headers: { "content-encoding": "gzip" },
    expected: "415 unsupported_media_type",
  },
  { name: "brotli", body: "{}", headers: { "content-encoding": "br" }, expected: "415 unsupported_media_type" },
];

const create: readonly BadBody[] = [
  { name: "no initiator", body: {}, expected: "400 bad_request" },
  { name: "an inherited initiator", body: '{"__proto__":{"initiator_telegram_id":"1"}}', expected: "400 bad_request" },
  ...["", "x".repeat(65), null, true, 1.5, -0.1, 1e300, [], {}, "a\u0000b", "\ud800", "a\u202eb", "line\nbreak"].map((initiator) => ({
    name: `initiator ${JSON.stringify(initiator).slice(0, 20)}`,
    body: { initiator_telegram_id: initiator },
    expected: "400 bad_request",
  })),
  ...[0, -1, 1, 3, 1e9, 2.5, "2", null, true, []].map((maxPeers) => ({
    name: `room for ${JSON.stringify(maxPeers)}`,
    body: { initiator_telegram_id: "1", max_peers: maxPeers },
    expected: "400 bad_request",
  })),
  ...["true", 1, 0, null, {}].map((relayOnly) => ({
    name: `relay_only ${JSON.stringify(relayOnly)}`,
    body: { initiator_telegram_id: "1", relay_only: relayOnly },
    expected: "400 bad_request",
  })),
  { name: "Latin-1 bytes", body: Buffer.from('{"initiator_telegram_id":"\u00e9"}', "latin1"), expected: "400 bad_request" },
  {
    name: "an unrelated field nested deep",
    body: `{"initiator_telegram_id":"1","x":${"[".repeat(40)}${"]".repeat(40)}}`,
    expected: "400 bad_request",
  },
  { name: "not a number", body: '{"initiator_telegram_id": NaN}', expected: "400 bad_request" },
  ...["x".repeat(256), "two words", "ключ", ""].map((key) => ({
    name: `Idempotency-Key ${key.slice(0, 20)}`,
    body: { initiator_telegram_id: "1" },
    headers: { "idempotency-key": Buffer.from(key).toString("latin1") },
    expected: "400 bad_request",
  })),
];

const resolve: readonly BadBody[] = [
  { name: "no code", body: {}, expected: "400 bad_request" },
  ...[["a"], { $gt: "" }, 123_456, null, true].map((code) => ({
    name: `code ${JSON.stringify(code)}`,
    body: { code },
    expected: "400 bad_request",
  })),
  ...[
    "",
    "' OR 1=1",
    "*",
    "otc:{x}",
    "{call}",
    "a\r\nDEL x",
    "１２３４５６７８",
    "АВСDЕFGН",
    "ABCD\u0000EFG",
    "U".repeat(8),
    "A".repeat(9),
    "7".repeat(4_000),
  ].map((code) => ({ name: `code ${JSON.stringify(code).slice(0, 24)}`, body: { code }, expected: "404 code_not_found" })),
  {
    name: "a key of 256 characters",
    body: { code: "ABCDEFGH" },
    headers: { "idempotency-key": "k".repeat(256) },
    expected: "400 bad_request",
  },
];

const join: readonly BadBody[] = [
  { name: "no token", body: {}, expected: "400 bad_request" },
  ...["", 7, null, ["x"], { toString: "x" }].map((token) => ({
    name: `token ${JSON.stringify(token)}`,
    body: { token },
    expected: "400 bad_request",
  })),
  { name: "a token of 4097 characters", body: { token: "x".repeat(4_097) }, expected: "400 bad_request" },
  ...["x", "a.b", "a.b.c.d", ".".repeat(100), "e30.e30.e30", "null"].map((token) => ({
    name: `token ${token.slice(0, 12)}`,
    body: { token },
    expected: "401 token_invalid",
  })),
  ...["x".repeat(65), 7, null, "a\u0000b", "\udfff", "a\u202eb", "a\u2066b"].map((name) => ({
    name: `name ${JSON.stringify(name).slice(0, 16)}`,
    body: { token: "x", name },
    expected: "400 bad_request",
  })),
];

describe.each([
  ["/api/call/create", [...everywhere, ...create]],
  ["/api/call/resolve", [...everywhere, ...resolve]],
  ["/api/join", [...everywhere, ...join]],
] as const)("[API-27] %s survives", (path, cases) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api[Symbol.asyncDispose]());

  test.each(cases)("$name: $expected", async ({ body, headers = {}, expected }) => {
    const answer = await api.send("POST", path, { body, headers });

    expect(`${answer.status} ${(answer.body as { code?: string }).code}`).toBe(expected);
    expect((await api.send("GET", "/api/healthz")).status).toBe(200);
  });
});

test("[API-27] what is unusual but not wrong is accepted", async () => {
  await using api = await startApi();
  const bodies = [
    '{"initiator_telegram_id":"1","initiator_telegram_id":"2"}',
    '{"initiator_telegram_id":"1","role":"admin","ttl":-1,"webhookUrl":"file:///etc/passwd"}',
    '{"initiator_telegram_id":"1","constructor":{"prototype":{"x":1}},"__proto__":{"relay_only":"yes"}}',
    '\ufeff{"initiator_telegram_id":"👩‍🚀"}',
    '  {"initiator_telegram_id":9007199254740991}\r\n',
  ];

  for (const body of bodies) expect((await api.post("/api/call/create", body)).status).toBe(201);
  for (const type of ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"', "application/json; v=1"]) {
    expect((await api.post("/api/call/create", bodies[0], { "content-type": type })).status).toBe(201);
  }
  expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
});

test("[API-27] endpoints that ask for no body still refuse a foreign or big one", async () => {
  await using api = await startApi();

  expect((await api.post("/api/check", "hello", { "content-type": "text/plain" })).status).toBe(415);
  expect((await api.post("/api/check", sized(20_000))).status).toBe(413);
  expect((await api.post("/api/check", "{}")).status).toBe(200);
});
