import { parseJoinBody } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { cleanName } from "./clean-name.ts";

test.each(["Ann", "  Ann  ", "A\u0000n\nn", "\u202eAnn", "\ud800Ann", "👩‍👩‍👧", "x".repeat(100), "👍".repeat(40), `${"a".repeat(63)}👍`])(
  "the service takes %j as it is cleaned",
  (typed) => {
    const name = cleanName(typed);

    expect(parseJoinBody({ token: "t", name }, "")).toEqual({ token: "t", name });
  },
);

test("a name keeps its letters and joiners", () => {
  expect(cleanName("\u200b Мария\t")).toBe("Мария");
  expect(cleanName("👩‍👩‍👧")).toBe("👩‍👩‍👧");
});
