import { isExpression, meaning, meaningOf, type Scope } from "./expression.ts";
import { escapeBraces, printInline } from "./text.ts";
import type { Line } from "./tree.ts";

/** So far from the margin; an empty line stays empty. */
export const indent = (depth: number, line: string): string => (line === "" ? "" : " ".repeat(depth) + line);

/** Lines that the template keeps only while the condition holds. */
export const printWhen = (
  depth: number,
  condition: string,
  then: readonly string[],
  otherwise: readonly string[] = [],
): readonly string[] => [
  indent(depth, `{{- if ${condition} }}`),
  ...then,
  ...(otherwise.length === 0 ? [] : [indent(depth, "{{- else }}"), ...otherwise]),
  indent(depth, "{{- end }}"),
];

/** The scope within a loop, which rebinds the dot. */
export const inLoop = (scope: Scope): Scope => (scope.root.startsWith("$") ? scope : { ...scope, root: `$${scope.root}` });

/** Lines that the template repeats. */
export const printEach = (depth: number, variable: string, list: string, body: readonly string[]): readonly string[] => [
  indent(depth, `{{- range $${variable} := ${list} }}`),
  ...body,
  indent(depth, "{{- end }}"),
];

/** The lines of a text that depends on the values. */
export const printTextLines = (of: readonly Line[], depth: number, scope: Scope): readonly string[] =>
  of.flatMap((line) => {
    if (typeof line === "string") return [indent(depth, escapeBraces(line))];
    if (isExpression(line)) return [indent(depth, printInline(meaningOf(line), scope))];
    if ("condition" in line) return printWhen(depth, line.condition[meaning].print(scope), printTextLines(line.lines, depth, scope));
    return printEach(depth, line.variable, line.list[meaning].print(scope), printTextLines(line.lines, depth, inLoop(scope)));
  });
