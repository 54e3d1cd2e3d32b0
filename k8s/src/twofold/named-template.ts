import type { Evaluation } from "./context.ts";
import { type Expression, express, isExpression, meaning, type Scope } from "./expression.ts";
import { printInline } from "./text.ts";

/** A `define` of _helpers.tpl. */
export interface NamedTemplate {
  readonly name: string;
  readonly about: string;
  readonly print: (scope: Scope) => string;
}

export const templateOf: unique symbol = Symbol("templateOf");

/** A map under a name: spliced into maps, and hashed, by it. */
export interface NamedMap extends Expression<Readonly<Record<string, string>>> {
  readonly [templateOf]: NamedTemplate;
}

export const isNamedMap = (value: unknown): value is NamedMap => isExpression(value) && templateOf in value;

/** The call of a named template from where it stands. */
export function printInclude(template: NamedTemplate, scope: Scope): string {
  scope.use(template);
  return `include ${JSON.stringify(template.name)} ${scope.root === "" ? "." : scope.root}`;
}

/** A text under a name, so that templates say it shortly. */
export function named(name: string, about: string, body: Expression<string>): Expression<string> {
  const { evaluate, isName, isPlain } = body[meaning];
  const template = { name, about, print: (scope: Scope) => printInline(body[meaning], scope) };
  return express({
    kind: "text",
    evaluate,
    isName: isName === true,
    isPlain: isPlain === true,
    print: (scope) => printInclude(template, scope),
  });
}

/** The way out: a template of Go, and what it does. The two have to agree. */
export const handWritten = (name: string, about: string, body: string, evaluate: (evaluation: Evaluation) => string): Expression<string> =>
  express({ kind: "text", evaluate, print: (scope) => printInclude({ name, about, print: () => body }, scope) });

/** A value that a file makes once and uses wherever it is named: what is random must not be drawn twice. */
export function variable<T>(name: string, value: Expression<T>): Expression<T> {
  const { kind, print, evaluate } = value[meaning];
  return express({
    kind,
    isAtom: true,
    evaluate(evaluation) {
      if (!evaluation.made.has(value)) evaluation.made.set(value, evaluate(evaluation));
      return evaluation.made.get(value);
    },
    print(scope) {
      scope.declare(name, () => print(scope));
      return `$${name}`;
    },
  });
}
