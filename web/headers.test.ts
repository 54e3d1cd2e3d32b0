import { describe, expect, test } from "vitest";
import { pageHeaders } from "./headers.ts";

const policy = (headers: Record<string, string>): string[] => (headers["Content-Security-Policy"] ?? "").split("; ");

describe("page headers", () => {
  test("let scripts and styles come from the page's origin alone", () => {
    const directives = policy(pageHeaders());

    expect(directives).toContain("default-src 'none'");
    expect(directives).toContain("script-src 'self'");
    expect(directives).toContain("style-src 'self'");
    expect(directives).toContain("connect-src 'self'");
    expect(directives).toContain("require-trusted-types-for 'script'");
    expect(directives.join(";")).not.toMatch(/unsafe|\*/);
  });

  test("let the page reach the signal service", () => {
    expect(policy(pageHeaders({ connectSrc: ["wss://calls.example"] }))).toContain("connect-src 'self' wss://calls.example");
  });

  test("let nobody frame the page but whom the operator names", () => {
    expect(policy(pageHeaders())).toContain("frame-ancestors 'none'");
    expect(policy(pageHeaders({ frameAncestors: ["https://web.telegram.org"] }))).toContain("frame-ancestors https://web.telegram.org");
  });

  test("promise TLS only where there is TLS", () => {
    expect(pageHeaders()).not.toHaveProperty("Strict-Transport-Security");
    expect(pageHeaders({ https: true })["Strict-Transport-Security"]).toBe("max-age=63072000; includeSubDomains");
  });

  test("keep addresses, frames and types to the page", () => {
    expect(pageHeaders()).toMatchObject({
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": "no-store",
    });
    expect(pageHeaders()["Permissions-Policy"]).toContain("camera=(self)");
    expect(pageHeaders()["Permissions-Policy"]).toContain("geolocation=()");
  });
});
