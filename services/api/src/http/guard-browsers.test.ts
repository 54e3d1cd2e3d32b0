import { describe, expect, test } from "vitest";
import { startApi } from "../testing/start-api.ts";

const env = { API_ORIGIN: "https://call.example.org", ALLOWED_ORIGINS: "https://partner.example, http://localhost:8080" };
const preflight = (origin: string) => ({ headers: { origin, "access-control-request-method": "POST" } });

describe("[API-21] pages", () => {
  test.each(["https://call.example.org", "https://partner.example", "http://localhost:8080"])("%s may read answers", async (origin) => {
    await using api = await startApi({ env });

    const asked = await api.send("OPTIONS", "/api/call/create", preflight(origin));
    const answered = await api.post("/api/call/resolve", { code: "x" }, { origin });

    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "POST, OPTIONS",
      "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key, traceparent",
      "access-control-max-age": "600",
      vary: "Origin",
    });
    expect(answered.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answered.headers.get("access-control-expose-headers")).toContain("Retry-After");
  });

  test.each([
    "https://evil.example",
    "null",
    "*",
    "http://call.example.org",
    "https://call.example.org:8443",
    "https://call.example.org.evil.example",
    "https://evil.example?https://call.example.org",
    "https://CALL.example.org.",
    "https://partner.example, https://evil.example",
    "file://",
  ])("%s may not", async (origin) => {
    await using api = await startApi({ env });

    const asked = await api.send("OPTIONS", "/api/call/create", preflight(origin));
    const answered = await api.post("/api/call/resolve", { code: "x" }, { origin });

    expect(asked).toMatchObject({ status: 403, body: { code: "origin_forbidden" } });
    for (const { headers } of [asked, answered]) {
      expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
      expect(headers.get("vary")).toBe("Origin");
    }
  });

  test("in development the page on the same host may", async () => {
    await using api = await startApi();

    const answered = await api.post("/api/call/resolve", { code: "x" }, { origin: "http://127.0.0.1:3000" });

    expect(answered.headers.get("access-control-allow-origin")).toBe("http://127.0.0.1:3000");
  });
});

test("[API-17] OPTIONS without a page's question says what is allowed", async () => {
  await using api = await startApi({ env });

  const answer = await api.send("OPTIONS", "/api/call/create");

  expect([answer.status, answer.headers.get("allow")]).toEqual([204, "POST, OPTIONS"]);
});
