import { limits } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { type BudgetVerdict, FrameBudget } from "./frame-budget.ts";

const start = 1_000_000;

const takeMany = (budget: FrameBudget, count: number, nowMs: number): BudgetVerdict[] =>
  Array.from({ length: count }, () => budget.take(nowMs));

test("[SIG-30] a burst of 100 frames passes, the next is over, and 20 a second come back", () => {
  const budget = new FrameBudget(start);

  expect(takeMany(budget, limits.frameBurst, start)).not.toContain("over");
  expect(budget.take(start)).toBe("over");
  expect(takeMany(budget, 21, start + 1000)).toEqual([...Array(20).fill("within"), "over"]);
});

test("[SIG-30] one burst of 500 is refused in part but never exhausts the peer", () => {
  const budget = new FrameBudget(start);

  expect(takeMany(budget, 500, start)).not.toContain("exhausted");
});

test("[SIG-30] going over for more than five seconds in a row exhausts the peer", () => {
  const budget = new FrameBudget(start);
  const verdicts = Array.from({ length: 7 }, (_, second) => takeMany(budget, 200, start + second * 1000).at(-1));

  expect(verdicts).toEqual(["over", "over", "over", "over", "over", "exhausted", "exhausted"]);
});

test("[SIG-30] a pause forgives earlier bursts", () => {
  const budget = new FrameBudget(start);
  const verdicts = Array.from({ length: 12 }, (_, burst) => takeMany(budget, 200, start + burst * 3000).at(-1));

  expect(new Set(verdicts)).toEqual(new Set(["over"]));
});

test("[SIG-30] a clock that steps back gives nothing away", () => {
  const budget = new FrameBudget(start);
  takeMany(budget, 100, start);

  expect(budget.take(start - 60_000)).toBe("over");
});
