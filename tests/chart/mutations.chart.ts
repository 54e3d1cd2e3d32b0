// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is changed are template strings of the generator.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

type Mutation = readonly [title: string, file: string, text: string, instead: string];

/** Mistakes in what prints templates. */
const printer: readonly Mutation[] = [
  ["conditions turned round", "print-lines.ts", "{{- if ${condition} }}", "{{- if not (${condition}) }}"],
  ["alternatives lost", "print-lines.ts", "otherwise.length === 0", "true"],
  ["alternatives of keys lost", "print-tree.ts", "otherwise === undefined ? []", "true ? []"],
  ["neighbours under one condition that is another's", "print-tree.ts", "last?.of === of", "last?.of !== undefined"],
  ["empty containers that keep their keys", "print-tree.ts", "if (presence === undefined)", "if (true)"],
  ["the user's items lost", "print-tree.ts", "return printVerbatim(built.list, depth, scope)", "return []"],
  ["texts without quotes", "print-scalar.ts", " | quote }}", " }}"],
  ["names without quotes", "print-scalar.ts", "of.isPlain === true", "of.isName === true"],
  ["floats as they are", "text.ts", 'of.kind === "integer" && of.isPlain !== true', "false"],
  [
    "one text for the other",
    "text.ts",
    "ternary ${printArgument(yes, scope)} ${printArgument(no, scope)}",
    "ternary ${printArgument(no, scope)} ${printArgument(yes, scope)}",
  ],
  ["one text within text for the other", "text.ts", "{{ if ${asked.print(scope)} }}", "{{ if not (${asked.print(scope)}) }}"],
  ["large numbers taken for small", "reference.ts", "999_999", "999_999_999_999"],
  ["another value of the release", "built-ins.ts", 'builtIn("Release.Namespace"', 'builtIn("Release.Name"'],
  ["named conditions turned round", "named-template.ts", "{{- if ${print(scope)} }}", "{{- if not (${print(scope)}) }}"],
  ["variables drawn at each use", "named-template.ts", "return `$${name}`", "return `(${print(scope)})`"],
  ["the last newline of a text lost", "named-tree.ts", "endsInLines(tree) ?", "false ?"],
  ["checks turned round", "checks.ts", "{{- if ${wrong[meaning].print(scope)} }}", "{{- if not (${wrong[meaning].print(scope)}) }}"],
  ["equality for difference", "operators.ts", 'call("eq"', 'call("ne"'],
  ["below for above", "operators.ts", 'call("gt"', 'call("lt"'],
  ["one condition for all", "operators.ts", 'call("and"', 'call("or"'],
  ["all conditions for one", "operators.ts", 'call("or"', 'call("and"'],
  ["differences for sums", "operators.ts", 'call("add"', 'call("sub"'],
  [
    "the second text before the first",
    "operators.ts",
    "${printArgument(a, scope)} | default ${printArgument(b, scope)}",
    "${printArgument(b, scope)} | default ${printArgument(a, scope)}",
  ],
  [
    "the second list before the first",
    "operators.ts",
    "or ${printArgument(a, scope)} ${printArgument(b, scope)}",
    "or ${printArgument(b, scope)} ${printArgument(a, scope)}",
  ],
  ["names too short", "operators.ts", "trunc ${length}", "trunc ${length - 8}"],
  ["the user's entries under the chart's", "operators.ts", 'call("mergeOverwrite"', 'call("merge"'],
  ["checksums of texts", "operators.ts", "toJson | sha256sum", "toString | sha256sum"],
];

/** Mistakes in what evaluates. */
const resolver: readonly Mutation[] = [
  ["empty data that is kept", "evaluate.ts", "isTruthy(value) ? value : undefined", "value"],
  ["conditions turned round", "evaluate.ts", "isTruthy(meaningOf(condition)", "!isTruthy(meaningOf(condition)"],
  ["empty lists that keep their keys", "evaluate.ts", "values.length === 0 && isOptional(list)", "false"],
  ["variables drawn at each use", "named-template.ts", "return evaluation.made.get(value)", "return evaluate(evaluation)"],
  ["lines in one", "evaluate.ts", "`${line}\\n`", "line"],
  ["the user's items lost", "evaluate.ts", "return found;", "return [];"],
  ["objects that are there whatever holds", "synthesize.ts", "condition === undefined || isTruthy(", "true || isTruthy("],
  ["equality turned round", "operators.ts", "a === b", "a !== b"],
  ["as much taken for more", "operators.ts", "Number(a) > Number(b)", "Number(a) >= Number(b)"],
  ["the user's entries under the chart's", "operators.ts", "...Object(a), ...Object(b)", "...Object(b), ...Object(a)"],
  ["names too long", "operators.ts", "slice(0, length)", "slice(0, length + 8)"],
  ["keys that are not sorted", "go-values.ts", "\n      .sort()", ""],
  ["empty maps that hold", "go-values.ts", "Object.keys(value).length > 0", "true"],
];

describe("a mistake in one side of the generator is noticed by the differential", { timeout: 300_000 }, () => {
  test("and nothing is, where there is none", async () => {
    expect(await noticed(["", "print-lines.ts", "{{- end }}", "{{- end }}"], 12)).toBeUndefined();
  });

  test.each(printer)("in what prints: %s", async (...mutation) => {
    expect(await noticed(mutation, 200)).toMatch(/./);
  });

  test.each(resolver)("in what evaluates: %s", async (...mutation) => {
    expect(await noticed(mutation, 200)).toMatch(/./);
  });
});

/** Where the two ways part first, of so many seeds, while the source of the generator is changed. */
async function noticed([, file, text, instead]: Mutation, seeds: number): Promise<unknown> {
  const words = ["tests/chart/support/mutant.ts", file, text, instead, String(seeds)];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return Object(JSON.parse(stdout)).noticed;
}
