import { describe, expect, test } from "vitest";
import { claimsSecret, isTokenShaped, readFragment } from "./link-secret.ts";

const token = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJhIn0.c2lnbmF0dXJl";

describe("the secret of a link", () => {
  test("is a join token or a code", () => {
    expect(readFragment(`#token=${token}`)).toEqual({ type: "token", token });
    expect(readFragment("#code=k7qm-2xpd")).toEqual({ type: "code", code: "K7QM2XPD" });
  });

  test.each([
    `#token=${token}&tgWebAppData=user%3Dx`,
    `#tgWebAppData=user%3Dx&token=${token}`,
    `#token=${token}?tgWebAppVersion=9.6`,
    `#token=${token}#tgWebAppData=x`,
  ])("is found among Telegram's launch parameters: %s", (fragment) => {
    expect(readFragment(fragment)).toEqual({ type: "token", token });
  });

  test("may be the start parameter of a Mini App", () => {
    const launch = encodeURIComponent("user=x&start_param=K7QM2XPD");

    expect(readFragment(`#tgWebAppData=${launch}`)).toEqual({ type: "code", code: "K7QM2XPD" });
  });

  test("is not made of anything else", () => {
    expect(readFragment("")).toBeUndefined();
    expect(readFragment("#code=short")).toBeUndefined();
    expect(readFragment("#tgWebAppData=query_id%3D1")).toBeUndefined();
  });

  test("may be claimed and yet be wrong", () => {
    expect(claimsSecret("#code=short")).toBe(true);
    expect(claimsSecret("#tgWebAppData=x&token=")).toBe(true);
    expect(claimsSecret("#tgWebAppData=x")).toBe(false);
  });
});

test("a token has three parts", () => {
  expect(isTokenShaped(token)).toBe(true);
  expect(isTokenShaped("calls.example.org")).toBe(false);
  expect(isTokenShaped(`${"a".repeat(4096)}.${"a".repeat(8)}.${"a".repeat(8)}`)).toBe(false);
});
