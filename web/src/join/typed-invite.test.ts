import { describe, expect, test } from "vitest";
import { readTypedInvite, toFragment } from "./typed-invite.ts";

const token = "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJhIn0.c2lnbmF0dXJl";
const code = { type: "code", code: "K7QM2XPD" };

describe("a typed invite", () => {
  test.each([
    "K7QM-2XPD",
    "k7qm2xpd",
    "  K7QM 2XPD ",
    "https://calls.example/join#code=K7QM2XPD",
    "calls.example/join#code=k7qm-2xpd",
    "#code=K7QM2XPD",
  ])("%s is a code", (typed) => {
    expect(readTypedInvite(typed)).toEqual(code);
  });

  test.each([token, ` ${token}\n`, `https://calls.example/join#token=${token}`])("%s is a token", (typed) => {
    expect(readTypedInvite(typed)).toEqual({ type: "token", token });
  });

  test.each([
    ["", "empty"],
    ["   ", "empty"],
    ["K7QM-2XP", "code-length"],
    ["K7QM-2XPDE", "code-length"],
    ["https://calls.example/join", "link-without-secret"],
    ["calls.example/join", "link-without-secret"],
    ["https://calls.example/join#", "link-without-secret"],
    ["https://calls.example/join#code=", "link-without-secret"],
    ["Привет!", "unreadable"],
    ["what is this?", "unreadable"],
  ])("%j is told as %s", (typed, mistake) => {
    expect(readTypedInvite(typed)).toBe(mistake);
  });

  test("goes to the join page as the fragment that it came from", () => {
    for (const typed of ["K7QM-2XPD", token]) {
      const secret = readTypedInvite(typed);
      if (typeof secret === "string") throw new Error(secret);

      expect(readTypedInvite(toFragment(secret))).toEqual(secret);
    }
  });
});
