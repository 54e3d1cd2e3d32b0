import { describe, expect, test } from "vitest";
import { formatOneTimeCode, isCallId, isInstance, parseOneTimeCode } from "./ids.ts";

describe("one-time codes", () => {
  test.each([
    ["ABCD2345", "ABCD2345"],
    ["abcd2345", "ABCD2345"],
    ["abcd-2345", "ABCD2345"],
    [" ab cd 23-45 ", "ABCD2345"],
    ["OIL02345", "01102345"],
  ])("%j is read as %s", (typed, code) => {
    expect(parseOneTimeCode(typed)).toBe(code);
  });

  test.each([
    "",
    "ABCD234",
    "ABCD23456",
    "ABCD234U",
    "１２３４５６７８",
    "АBCD2345",
    "ABCD234\u0000",
    "A".repeat(100_000),
    "otc:{x}A",
    "' OR 1=1",
  ])("%j is no code", (typed) => {
    expect(parseOneTimeCode(typed)).toBeUndefined();
  });

  test("a code is shown in two groups of four", () => {
    const code = parseOneTimeCode("abcd2345");

    expect(code && formatOneTimeCode(code)).toBe("ABCD-2345");
  });
});

describe("ids", () => {
  test.each([
    "",
    "short",
    "A".repeat(20),
    "{c1}aaaaaaaaaaaaaaaa",
    "../../etc/passwd",
    "a".repeat(33),
    "a".repeat(16).concat("\n"),
    7,
    null,
  ])("%j is no call id", (value) => {
    expect(isCallId(value)).toBe(false);
  });

  test("16 to 32 lower-case letters and digits are a call id", () => {
    expect(["a".repeat(16), "0z".repeat(16)].every(isCallId)).toBe(true);
  });

  test("an instance is 8 to 64 URL-safe characters", () => {
    expect(["a".repeat(8), "-_aZ09".repeat(10)].every(isInstance)).toBe(true);
    expect(["a".repeat(7), "a".repeat(65), "aaaaaaaa aaaa"].some(isInstance)).toBe(false);
  });
});
