import { expect, test } from "vitest";
import { ExpiringMap } from "./expiring-map.ts";

test("an entry lives until its end and is swept away by a later write", () => {
  let nowMs = 0;
  const map = new ExpiringMap<string, number>(() => nowMs);
  map.set("a", 1, 100);
  map.set("b", 2, 100_000);

  nowMs = 99;
  const before = [map.get("a"), [...map.values()]];
  nowMs = 100;
  const after = [map.get("a"), [...map.values()]];
  nowMs = 60_000;
  map.set("c", 3, 100_000);

  expect(before).toEqual([1, [1, 2]]);
  expect(after).toEqual([undefined, [2]]);
  expect(map.size).toBe(2);
});
