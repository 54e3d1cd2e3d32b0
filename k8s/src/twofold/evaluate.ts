import type { Evaluation } from "./context.ts";
import { isExpression, meaning, meaningOf } from "./expression.ts";
import { isTruthy } from "./go-values.ts";
import { isOptional } from "./presence.ts";
import { type Line, type Structure, structureOf } from "./tree.ts";

/** What a tree is under these values; `undefined` where nothing is left of it. */
export function evaluateTree(tree: unknown, evaluation: Evaluation): unknown {
  if (isExpression(tree)) return evaluateExpression(tree, evaluation);
  const built = structureOf(tree);
  if (built !== undefined) return evaluateStructure(built, evaluation);
  if (Array.isArray(tree)) return evaluateList(tree, evaluation);
  if (typeof tree === "object" && tree !== null) return evaluateMap(tree, evaluation);
  return tree;
}

function evaluateExpression(tree: unknown, evaluation: Evaluation): unknown {
  const { kind, evaluate } = meaningOf(tree);
  const value = evaluate(evaluation);
  if (kind === "data") return isTruthy(value) ? value : undefined;
  if (kind === "integer") return Math.trunc(Number(value));
  return value;
}

function evaluateStructure(built: Structure, evaluation: Evaluation): unknown {
  switch (built.type) {
    case "when":
      return evaluateTree(holds(built.condition, evaluation) ? built.then : built.otherwise, evaluation);
    case "union": {
      const merged = Object.assign({}, ...built.parts.map((part) => evaluateTree(part, evaluation) ?? {}));
      return isOptional(built.parts) && !isTruthy(merged) ? undefined : merged;
    }
    case "because":
      return evaluateTree(built.tree, evaluation);
    case "lines":
      return evaluateLines(built.lines, evaluation)
        .map((line) => `${line}\n`)
        .join("");
    case "each":
    case "splice":
      return evaluateItems(built, evaluation);
    default:
      return built satisfies never;
  }
}

const holds = (condition: unknown, evaluation: Evaluation): boolean => isTruthy(meaningOf(condition).evaluate(evaluation));

function evaluateList(list: readonly unknown[], evaluation: Evaluation): readonly unknown[] | undefined {
  const values = list.flatMap((item) => evaluateItem(item, evaluation));
  return values.length === 0 && isOptional(list) ? undefined : values;
}

function evaluateItem(item: unknown, evaluation: Evaluation): readonly unknown[] {
  const built = structureOf(item);
  if (built?.type === "when") return evaluateItem(holds(built.condition, evaluation) ? built.then : built.otherwise, evaluation);
  if (built?.type === "because") return evaluateItem(built.tree, evaluation);
  if (built?.type === "each" || built?.type === "splice") return evaluateItems(built, evaluation);
  return [evaluateTree(item, evaluation)].filter((value) => value !== undefined);
}

function evaluateItems(built: Structure & { readonly type: "each" | "splice" }, evaluation: Evaluation): readonly unknown[] {
  const value = built.list[meaning].evaluate(evaluation);
  const found: readonly unknown[] = Array.isArray(value) ? value : [];
  if (built.type === "splice") return found;
  return found.map((item) => evaluateTree(built.body, bind(evaluation, built.variable, item)));
}

const bind = (evaluation: Evaluation, name: string, value: unknown): Evaluation => ({
  ...evaluation,
  bound: new Map([...evaluation.bound, [name, value]]),
});

function evaluateMap(map: object, evaluation: Evaluation): Record<string, unknown> | undefined {
  const entries = Object.entries(map)
    .map(([key, value]) => [key, evaluateTree(value, evaluation)] as const)
    .filter(([, value]) => value !== undefined);
  return entries.length === 0 && isOptional(map) ? undefined : Object.fromEntries(entries);
}

function evaluateLines(of: readonly Line[], evaluation: Evaluation): readonly string[] {
  return of.flatMap((line) => {
    if (typeof line === "string") return [line];
    if (isExpression(line)) return [String(meaningOf(line).evaluate(evaluation))];
    if ("condition" in line) return holds(line.condition, evaluation) ? evaluateLines(line.lines, evaluation) : [];
    const found = line.list[meaning].evaluate(evaluation);
    return Array.isArray(found) ? found.flatMap((item) => evaluateLines(line.lines, bind(evaluation, line.variable, item))) : [];
  });
}
