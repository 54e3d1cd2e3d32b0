import { evaluateTree } from "./evaluate.ts";
import { express } from "./expression.ts";
import { type NamedMap, printInclude, templateOf } from "./named-template.ts";
import { printMap } from "./print-tree.ts";
import type { Tree } from "./tree.ts";

/** Entries under a name: spliced where they are needed, and hashed as a whole by `checksum`. */
export function namedMap(name: string, about: string, entries: Tree<Record<string, string>>): NamedMap {
  const template: NamedMap[typeof templateOf] = { name, about, print: (scope) => printMap(entries, 0, scope).join("\n") };
  const expression = express<Readonly<Record<string, string>>>({
    kind: "data",
    evaluate: (evaluation) => evaluateTree(entries, evaluation) ?? {},
    print: (scope) => `${printInclude(template, scope)} | fromYaml`,
  });
  return { ...expression, [templateOf]: template };
}
