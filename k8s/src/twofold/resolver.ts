import type { IResolver, ResolutionContext } from "cdk8s";
import type { Evaluation } from "./context.ts";
import { evaluateTree } from "./evaluate.ts";

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] => Object.entries(Object(value));

/** Gives cdk8s the values' meaning of each tree: plain manifests. */
export class EvaluatingResolver implements IResolver {
  readonly #evaluation: Evaluation;
  readonly #seen = new WeakSet();

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation;
  }

  resolve(context: ResolutionContext): void {
    if (context.key.length > 0 || this.#seen.has(context.value)) return;
    const evaluated = Object.fromEntries(entriesOf(context.value).map(([key, tree]) => [key, evaluateTree(tree, this.#evaluation)]));
    this.#seen.add(evaluated);
    context.replaceValue(evaluated);
  }
}

const placeholder = "(tree)";

/** Takes the trees out of what cdk8s synthesises, and puts them back for a printer: cdk8s knows constants only. */
export class KeepingResolver implements IResolver {
  readonly #trees: unknown[] = [];
  readonly #seen = new WeakSet();

  resolve(context: ResolutionContext): void {
    if (context.key.length > 0 || this.#seen.has(context.value)) return;
    const kept = Object.fromEntries(entriesOf(context.value).map(([key, tree]) => [key, this.#keep(tree)]));
    this.#seen.add(kept);
    context.replaceValue(kept);
  }

  /** The synthesised object with its trees. */
  restore(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (placeholder in value) return this.restore(this.#trees[Number(value[placeholder])]);
    const isPlain = Object.getPrototypeOf(value) === Object.prototype && Object.getOwnPropertySymbols(value).length === 0;
    return isPlain ? Object.fromEntries(entriesOf(value).map(([key, each]) => [key, this.restore(each)])) : value;
  }

  #keep(tree: unknown): unknown {
    const hasContent =
      typeof tree === "object" && tree !== null && Object.keys(tree).length + Object.getOwnPropertySymbols(tree).length > 0;
    return !hasContent ? tree : { [placeholder]: this.#trees.push(tree) - 1 };
  }
}
