import { expect, test } from "vitest";
import { compareRules, definedRules, quotedRules } from "./protocol-rules.ts";

test("a rule is defined at the head of a list item, and only there", () => {
  const page = "- **SIG-1** A ticket.\n- [API-22] A body.\n  - **DLV-3** Nested.\nAs SIG-4 and **SIG-5** say.\n| **SIG-6** |\n";

  expect(definedRules(page)).toEqual(["SIG-1", "API-22", "DLV-3"]);
});

test("a title quotes the rules that it begins with", () => {
  const source = `
    test("[SIG-1] a ticket works", () => {});
    describe('[SIG-2][SIG-3] [SIG-4] many', () => {});
    test.each([1])(\n      \`[SIG-5] each %i\`, () => {});
    test("a title that mentions [SIG-6]", () => {});
    const text = "[SIG-7] is no title";
    // [SIG-8]
  `;

  expect(quotedRules(source)).toEqual(["SIG-1", "SIG-2", "SIG-3", "SIG-4", "SIG-5"]);
});

test("rules without a test, without a definition and with two are named", () => {
  expect(compareRules(["SIG-1", "SIG-2", "SIG-2"], new Set(["SIG-1", "SIG-9"]))).toEqual([
    "SIG-2 is defined twice",
    "SIG-2 stands in no test's title",
    "SIG-9 is quoted by a test and defined nowhere",
  ]);
  expect(compareRules(["SIG-1"], new Set(["SIG-1"]))).toEqual([]);
});
