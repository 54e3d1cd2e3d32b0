import { evaluateTree } from "./evaluate.ts";
import { express, isExpression, type Scope } from "./expression.ts";
import { callOf, type NamedTemplate, type NamedTree, printInclude } from "./named-template.ts";
import { printBody } from "./print-tree.ts";
import { type Constant, structureOf, type Tree } from "./tree.ts";

/** Entries or items under a name: taken where they are needed, and hashed as a whole by `checksum`. */
export function namedTree<T>(name: string, about: string, tree: Tree<NoInfer<T>>): NamedTree<Constant<T>> {
  const template: NamedTemplate = { name, about, print: (scope) => printBody(tree, 0, scope).join("\n") };
  return treeOf(tree, (scope) => printInclude(template, scope));
}

/** The tree that a call of its template gives. */
export function treeOf<T>(tree: unknown, call: (scope: Scope) => string): NamedTree<Constant<T>> {
  const isList = Array.isArray(tree);
  const expression = express<Constant<T>>({
    kind: "data",
    evaluate: (evaluation) => evaluateTree(tree, evaluation) ?? (isList ? [] : {}),
    print: (scope) => `${call(scope)} |${endsInLines(tree) ? ' printf "%s\\n" |' : ""} ${isList ? "fromYamlArray" : "fromYaml"}`,
  });
  return { ...expression, [callOf]: call };
}

/** The newline after the last line of a text is lost with that before `end`. */
function endsInLines(tree: unknown): boolean {
  const built = structureOf(tree);
  if (built?.type === "because") return endsInLines(built.tree);
  if (built !== undefined) return built.type === "lines";
  return typeof tree === "object" && tree !== null && !isExpression(tree) && endsInLines(Object.values(tree).at(-1));
}
