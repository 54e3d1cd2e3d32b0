import { type Condition, isExpression, meaningOf } from "./expression.ts";
import { isNamedTree } from "./named-template.ts";
import { all, any, not } from "./operators.ts";
import { type Structure, structureOf } from "./tree.ts";

/** Under which condition anything is left of the tree; `undefined` when something always is. */
export function presenceOf(tree: unknown): Condition | undefined {
  if (isNamedTree(tree)) return undefined;
  if (isExpression(tree)) return meaningOf(tree).kind === "data" ? tree : undefined;
  const built = structureOf(tree);
  if (built !== undefined) return presenceOfStructure(built);
  if (typeof tree !== "object" || tree === null) return undefined;
  return presenceOfAny(Object.values(tree));
}

/** Whether nothing at all may be left of the tree. An empty constant is no such thing: it says that it is empty. */
export const isOptional = (tree: unknown): boolean => presenceOf(tree) !== undefined;

function presenceOfStructure(built: Structure): Condition | undefined {
  switch (built.type) {
    case "when":
      return presenceOfChoice(built);
    case "each":
      return built.list;
    case "splice":
      return presenceOf(built.list);
    case "union":
      return presenceOfAny(built.parts);
    case "because":
      return presenceOf(built.tree);
    case "lines":
      return undefined;
    default:
      return built satisfies never;
  }
}

function presenceOfChoice({ condition, then, otherwise }: Structure & { readonly type: "when" }): Condition | undefined {
  // What has just been asked for is there.
  const inThen = then === condition ? undefined : presenceOf(then);
  const whenHolding = inThen === undefined ? condition : all(condition, inThen);
  if (otherwise === undefined) return whenHolding;
  const inOtherwise = presenceOf(otherwise);
  if (inThen === undefined && inOtherwise === undefined) return undefined;
  return any(whenHolding, inOtherwise === undefined ? not(condition) : all(not(condition), inOtherwise));
}

function presenceOfAny(trees: readonly unknown[]): Condition | undefined {
  const conditions = trees.map(presenceOf);
  const known = conditions.filter((condition) => condition !== undefined);
  const [first, ...others] = [...new Set(known)];
  if (first === undefined || known.length < conditions.length) return undefined;
  return others.length === 0 ? first : any(first, ...others);
}
