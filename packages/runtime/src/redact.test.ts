import { describe, expect, test } from "vitest";
import { redact, redactText } from "./redact.ts";

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJjaWQiOiJ4In0.c2lnbmF0dXJl";

describe("what stands under a secret's name is masked", () => {
  test.each([
    "sig",
    "token",
    "joinToken",
    "join_token",
    "accessToken",
    "authorization",
    "Authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "password",
    "jwtSecret",
    "JWT_SECRET",
    "apiKey",
    "api_keys",
    "credential",
    "credentials",
    "initData",
    "sdp",
    "candidate",
    "candidates",
    "code",
    "frame",
    "data",
  ])("%s", (name) => {
    expect(JSON.stringify(redact({ deep: [{ [name]: "planted" }] }))).not.toContain("planted");
    expect(JSON.stringify(redact({ [name]: { inner: ["planted"] } }))).not.toContain("planted");
  });
});

test("numbers, counts and names that only resemble a secret's stay", () => {
  const fields = { signal: "SIGTERM", frameBytes: 12, tokens: 3, statusCode: 404, closeCode: 4501, codes: 2, significant: true };

  expect(redact(fields)).toEqual(fields);
});

test("a code stays when it is a number, a problem's or the system's, and is masked when it may be a one-time code", () => {
  for (const code of [4501, "call_not_found", "ECONNREFUSED", "ERR_HTTP_HEADERS_SENT"]) expect(redact({ code })).toEqual({ code });
  for (const code of ["7K3QXW9A", "7k3q-xw9a", "EABCDEFG", "ABCDEFGH", "draining"])
    expect(redact({ code })).toEqual({ code: "[redacted]" });
});

describe("a text loses", () => {
  test.each([
    ["a token", `bad token ${jwt} given`, "bad token [redacted] given"],
    ["a token's first part alone", "got eyJhbGciOiJIUzI1NiJ9", "got [redacted]"],
    ["a URL's query", "GET /ws?sig=planted&x=1 failed", "GET /ws failed"],
    ["a path's query when it stands alone", "/ws?sig=planted", "/ws"],
    ["a URL's fragment", "see https://call.example.com/join#code=planted now", "see https://call.example.com/join now"],
    ["a URL's user and password", "redis://user:planted@redis:6379/0", "redis://redis:6379/0"],
    ["a bearer's key", "Authorization: Bearer planted", "Authorization: Bearer [redacted]"],
    [
      "the snippet that JSON.parse quotes",
      `Unexpected token 'p', "{"code":planted" is not valid JSON`,
      "Unexpected token 'p', [redacted] is not valid JSON",
    ],
    ["everything when it is SDP", "v=0\r\no=- 1 2 IN IP4 1.2.3.4\r\n", "[redacted]"],
    ["everything when it is a candidate", "candidate:1 1 udp 2130706431 192.168.1.5 5000 typ host", "[redacted]"],
  ])("%s", (_, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

test("questions and hashes outside of URLs stay", () => {
  expect(redactText("is it alive? see #3")).toBe("is it alive? see #3");
});

test("an error keeps its type, message, code and stack, and loses what hangs on it", () => {
  const error = Object.assign(new Error("failed at /ws?sig=planted"), { code: "ECONNRESET", body: "planted", cause: new Error(jwt) });

  const safe = redact({ error });

  expect(safe).toMatchObject({ error: { type: "Error", message: "failed at /ws", code: "ECONNRESET", cause: { message: "[redacted]" } } });
  expect(JSON.stringify(safe)).toContain("redact.test.ts");
  expect(JSON.stringify(safe)).not.toMatch(/planted|eyJ/);
});

test("depth, width and length are bounded", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;

  expect(JSON.stringify(redact(circular)).length).toBeLessThan(200);
  expect(JSON.stringify(redact(Array.from({ length: 10_000 }, String))).length).toBeLessThan(1_000);
  expect(JSON.stringify(redact("x".repeat(100_000))).length).toBeLessThan(5_000);
  expect(redact(Buffer.from("planted"))).toBe("[7 bytes]");
  expect(redact(12n)).toBe("12");
});
