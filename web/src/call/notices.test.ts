import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Notices } from "./notices.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a notice goes after 5 s, and three are enough", () => {
  const notices = new Notices();
  for (const name of ["a", "b", "c", "d"]) notices.tell(() => name);
  expect(notices.list.value.map(({ words }) => words())).toEqual(["b", "c", "d"]);

  vi.advanceTimersByTime(5_000);

  expect(notices.list.value).toEqual([]);
});

test("closing forgets the timers", () => {
  const notices = new Notices();
  notices.tell(() => "a");

  notices.close();

  expect(vi.getTimerCount()).toBe(0);
});
