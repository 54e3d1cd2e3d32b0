import { expect, test } from "vitest";
import { matchesApiKey } from "./api-key.ts";

test("a key is known when it is one of the list, whole and exact", () => {
  const keys = ["first-key", "second-key"];

  expect(matchesApiKey("first-key", keys)).toBe(true);
  expect(matchesApiKey("second-key", keys)).toBe(true);
  expect(matchesApiKey("second-ke", keys)).toBe(false);
  expect(matchesApiKey("second-key ", keys)).toBe(false);
  expect(matchesApiKey("Second-key", keys)).toBe(false);
  expect(matchesApiKey("", keys)).toBe(false);
});

test("no key is known when there are none", () => {
  expect(matchesApiKey("", [])).toBe(false);
  expect(matchesApiKey("first-key", [])).toBe(false);
});
