import { evaluateTree } from "./evaluate.ts";
import { express, isExpression } from "./expression.ts";
import { type NamedTemplate, type NamedTree, printInclude, templateOf } from "./named-template.ts";
import { printList, printMap } from "./print-tree.ts";
import { type Constant, structureOf, type Tree } from "./tree.ts";

/** Entries or items under a name: taken where they are needed, and hashed as a whole by `checksum`. */
export function namedTree<T>(name: string, about: string, tree: Tree<NoInfer<T>>): NamedTree<Constant<T>> {
  const isList = Array.isArray(tree);
  const template: NamedTemplate = {
    name,
    about,
    print: (scope) => (isList ? printList(tree, 0, scope) : printMap(tree, 0, scope)).join("\n"),
  };
  const expression = express<Constant<T>>({
    kind: "data",
    evaluate: (evaluation) => evaluateTree(tree, evaluation) ?? (isList ? [] : {}),
    print: (scope) =>
      `${printInclude(template, scope)} |${endsInLines(tree) ? ' printf "%s\\n" |' : ""} ${isList ? "fromYamlArray" : "fromYaml"}`,
  });
  return { ...expression, [templateOf]: template };
}

/** The newline after the last line of a text is lost with that before `end`. */
function endsInLines(tree: unknown): boolean {
  const built = structureOf(tree);
  if (built !== undefined) return built.type === "lines";
  return typeof tree === "object" && tree !== null && !isExpression(tree) && endsInLines(Object.values(tree).at(-1));
}
