import { createHash } from "node:crypto";
import { type CallId, isCallId, isPeerId, parseOneTimeCode } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { createCallId, createOneTimeCode, createTokenId, peerIdOf } from "./ids.ts";

/** Pearson's chi-squared statistic against a uniform distribution over `alphabet`. */
function chiSquared(text: string, alphabet: string): number {
  const expected = text.length / alphabet.length;
  const counts = new Map([...alphabet].map((character) => [character, 0]));
  for (const character of text) counts.set(character, (counts.get(character) ?? Number.NaN) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test("a call id is 20 of [a-z0-9], each as likely as any other", () => {
  const ids = Array.from({ length: 5_000 }, createCallId);

  expect(ids.every((id) => isCallId(id) && id.length === 20)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  // 35 degrees of freedom: above 100 once in 10^8 runs; taking bytes modulo 36 would give over 500.
  expect(chiSquared(ids.join(""), "abcdefghijklmnopqrstuvwxyz0123456789")).toBeLessThan(100);
});

test("a one-time code is 8 of Crockford base32 and reads back as itself", () => {
  const codes = Array.from({ length: 5_000 }, createOneTimeCode);

  expect(codes.every((code) => parseOneTimeCode(code) === code)).toBe(true);
  expect(chiSquared(codes.join(""), "0123456789ABCDEFGHJKMNPQRSTVWXYZ")).toBeLessThan(95);
});

test("a token id has 128 bits in base64url", () => {
  expect(createTokenId()).toMatch(/^[\w-]{22}$/);
  expect(createTokenId()).not.toBe(createTokenId());
});

test("a peer id is the first 24 hex digits of the digest of call and token id", () => {
  const callId = "call0123456789abcdef" as CallId;
  const digest = createHash("sha256").update("call0123456789abcdef:t1").digest("hex");

  expect(peerIdOf(callId, "t1")).toBe(digest.slice(0, 24));
  expect(isPeerId(peerIdOf(callId, "t1"))).toBe(true);
  expect(peerIdOf(callId, "t2")).not.toBe(peerIdOf(callId, "t1"));
});
