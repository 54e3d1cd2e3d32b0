import { type Condition, isExpression, meaning, meaningOf, printArgument, type Scope } from "./expression.ts";
import { callOf, isNamedTree } from "./named-template.ts";
import { presenceOf } from "./presence.ts";
import { indent, inLoop, printEach, printTextLines, printWhen } from "./print-lines.ts";
import { printConstant, printScalar } from "./print-scalar.ts";
import { escapeBraces } from "./text.ts";
import { type Structure, structureOf } from "./tree.ts";

type Entry = readonly [key: string, value: unknown];

const condition = (of: Condition, scope: Scope): string => of[meaning].print(scope);
const knowing = (scope: Scope, holds: string): Scope => ({ ...scope, known: [...scope.known, holds] });
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The lines of a list or a map. */
export const printBody = (tree: unknown, depth: number, scope: Scope): readonly string[] =>
  Array.isArray(tree) ? printList(tree, depth, scope) : printMap(tree, depth, scope);

/** The lines of a map; every key of it at this depth. */
export const printMap = (map: unknown, depth: number, scope: Scope): readonly string[] => {
  if (isExpression(map)) return printVerbatim(map, depth, scope);
  const built = structureOf(map);
  if (built?.type === "union") return built.parts.flatMap((part) => printMap(part, depth, scope));
  if (built?.type === "when") return printChoice(built, depth, scope, (part, inner) => printMap(part, depth, inner));
  if (built?.type === "because") return [printReason(built, depth), ...printMap(built.tree, depth, scope)];
  return printEntries(Object.entries(map ?? {}), depth, scope);
};

/** What the user gives, as it is. */
function printVerbatim(of: Condition, depth: number, scope: Scope, label?: string): readonly string[] {
  const value = condition(of, scope);
  const inner = label === undefined ? depth : depth + 2;
  const print = (source: string): readonly string[] => [
    ...(label === undefined ? [] : [label]),
    inner === 0 ? `{{ ${source} }}` : indent(inner, `{{- ${source} | nindent ${inner} }}`),
  ];
  if (isNamedTree(of)) return print(of[callOf](scope));
  if (scope.known.includes(value)) return print(`toYaml ${printArgument(of[meaning], scope)}`);
  return [indent(depth, `{{- with ${value} }}`), ...print("toYaml ."), indent(depth, "{{- end }}")];
}

type Choice = Structure & { readonly type: "when" };

function printChoice(
  { condition: of, then, otherwise }: Choice,
  depth: number,
  scope: Scope,
  print: (part: unknown, scope: Scope) => readonly string[],
): readonly string[] {
  const asked = condition(of, scope);
  return printWhen(depth, asked, print(then, knowing(scope, asked)), otherwise === undefined ? [] : print(otherwise, scope));
}

/** Neighbours under one condition share its lines. */
function printEntries(entries: readonly Entry[], depth: number, scope: Scope): readonly string[] {
  return neighbours(entries, ([, value]) => sharedCondition(value, scope)).flatMap((run) => {
    const of = run.length > 1 ? sharedCondition(run[0]?.[1], scope) : undefined;
    if (of === undefined) return run.flatMap(([key, value]) => printEntry(key, value, depth, scope));
    return printWhen(
      depth,
      of,
      run.flatMap(([key, value]) => printEntry(key, withoutCondition(value), depth, knowing(scope, of))),
    );
  });
}

function sharedCondition(value: unknown, scope: Scope): string | undefined {
  const built = structureOf(value);
  return built?.type === "when" && built.otherwise === undefined ? condition(built.condition, scope) : undefined;
}

const withoutCondition = (value: unknown): unknown => {
  const built = structureOf(value);
  return built?.type === "when" ? built.then : value;
};

/** Runs of items that share a condition; all others alone. */
function neighbours<T>(all: readonly T[], conditionOf: (item: T) => string | undefined): readonly (readonly T[])[] {
  const runs: { readonly of: string | undefined; readonly items: T[] }[] = [];
  for (const item of all) {
    const of = conditionOf(item);
    const last = runs.at(-1);
    if (of !== undefined && last?.of === of) last.items.push(item);
    else runs.push({ of, items: [item] });
  }
  return runs.map((run) => run.items);
}

function printEntry(key: string, value: unknown, depth: number, scope: Scope): readonly string[] {
  const label = indent(depth, `${printConstant(key)}:`);
  if (value === undefined) return [];
  if (isExpression(value)) return printExpressionEntry(label, value, depth, scope);
  const built = structureOf(value);
  if (built?.type === "because") return [printReason(built, depth), ...printEntry(key, built.tree, depth, scope)];
  if (built?.type === "when") return printEntryChoice(key, built, depth, scope);
  if (built?.type === "lines") return [`${label} |`, ...printTextLines(built.lines, depth + 2, scope)];
  if (typeof value === "string" && value.includes("\n")) return printLongText(label, value, depth + 2);
  if (!isObject(value)) return [`${label} ${printConstant(value)}`];
  return printContainer(label, value, depth, scope);
}

/** The key stands before the condition where either way something is below it. */
function printEntryChoice(key: string, built: Choice, depth: number, scope: Scope): readonly string[] {
  const asked = condition(built.condition, scope);
  const hasBlocks = [built.then, built.otherwise].every((part) => isBlock(part, asked, scope));
  if (!hasBlocks) return printChoice(built, depth, scope, (part, inner) => printEntry(key, part, depth, inner));
  return [
    indent(depth, `${printConstant(key)}:`),
    ...printChoice(built, depth + 2, scope, (part, inner) => printBody(part, depth + 2, inner)),
  ];
}

/** Whether it is a list or a map of which something is always left: by itself, or because it has just been asked for. */
function isBlock(part: unknown, asked: string, scope: Scope): boolean {
  if (isExpression(part)) return meaningOf(part).kind === "data" && condition(part, scope) === asked;
  return isObject(part) && structureOf(part) === undefined && Object.keys(part).length > 0 && presenceOf(part) === undefined;
}

const printReason = ({ why }: Structure & { readonly type: "because" }, depth: number): string => indent(depth, `# ${escapeBraces(why)}`);

function printExpressionEntry(label: string, value: Condition, depth: number, scope: Scope): readonly string[] {
  const of = meaningOf(value);
  if (of.kind === "data") return printVerbatim(value, depth, scope, label);
  if (of.kind === "content") return [`${label} |`, indent(depth + 2, `{{- ${of.print(scope)} | nindent ${depth + 2} }}`)];
  return [`${label} ${printScalar(of, scope)}`];
}

const printLongText = (label: string, value: string, depth: number): readonly string[] => [
  `${label} |${value.endsWith("\n") ? "" : "-"}`,
  ...value
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => indent(depth, escapeBraces(line))),
];

function printContainer(label: string, value: object, depth: number, scope: Scope): readonly string[] {
  if (Object.keys(value).length === 0 && structureOf(value) === undefined) return [`${label} ${Array.isArray(value) ? "[]" : "{}"}`];
  const presence = presenceOf(value);
  const body = (of: unknown): readonly string[] => [label, ...printBody(of, depth + 2, scope)];
  if (presence === undefined) return body(value);
  const asked = condition(presence, scope);
  return printWhen(depth, asked, body(withoutAsking(value, asked, scope)));
}

/** The container without the condition that all of it shares, when its key has asked already. */
function withoutAsking(container: object, asked: string, scope: Scope): unknown {
  const isShared = structureOf(container) === undefined && Object.values(container).every((each) => sharedCondition(each, scope) === asked);
  if (!isShared) return container;
  if (Array.isArray(container)) return container.map(withoutCondition);
  return Object.fromEntries(Object.entries(container).map(([key, each]) => [key, withoutCondition(each)]));
}

function printList(list: readonly unknown[], depth: number, scope: Scope): readonly string[] {
  return neighbours(list, (item) => sharedCondition(item, scope)).flatMap((run) => {
    const of = sharedCondition(run[0], scope);
    if (of === undefined) return run.flatMap((item) => printItem(item, depth, scope));
    return printWhen(
      depth,
      of,
      run.flatMap((item) => printItem(withoutCondition(item), depth, knowing(scope, of))),
    );
  });
}

function printItem(item: unknown, depth: number, scope: Scope): readonly string[] {
  if (isExpression(item)) return [indent(depth, `- ${printScalar(meaningOf(item), scope)}`)];
  const built = structureOf(item);
  switch (built?.type) {
    case "when":
      return printChoice(built, depth, scope, (part, inner) => printItem(part, depth, inner));
    case "because":
      return [printReason(built, depth), ...printItem(built.tree, depth, scope)];
    case "each":
      return printEach(depth, built.variable, condition(built.list, scope), printItem(built.body, depth, inLoop(scope)));
    case "splice":
      return printVerbatim(built.list, depth, scope);
    case "lines":
      return [indent(depth, "- |"), ...printTextLines(built.lines, depth + 2, scope)];
    default:
      return isObject(item) ? printMapItem(item, depth, scope) : [indent(depth, `- ${printConstant(item)}`)];
  }
}

/** Whether a line of its own stands before the key. */
const isLedIn = (of: Structure | undefined): boolean => of?.type === "when" || of?.type === "because";

/** A dash cannot stand before a condition: a key that is always there leads. */
function printMapItem(item: object, depth: number, scope: Scope): readonly string[] {
  if (Object.keys(item).length === 0 && structureOf(item) === undefined) return [indent(depth, "- {}")];
  const lead = Object.entries(item).find(
    ([, value]) => value !== undefined && presenceOf(value) === undefined && !isLedIn(structureOf(value)),
  );
  if (lead === undefined) throw new Error(`an item needs a key that is always there, of: ${Object.keys(item).join(", ")}`);
  const [first = "", ...rest] = printMap({ [lead[0]]: lead[1], ...item }, depth + 2, scope);
  return [`${" ".repeat(depth)}- ${first.trimStart()}`, ...rest];
}
