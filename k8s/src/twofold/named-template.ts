import { type Condition, type Expression, express, isExpression, meaning, type Scope } from "./expression.ts";
import { printInline } from "./text.ts";

/** A `define` of _helpers.tpl. */
export interface NamedTemplate {
  readonly name: string;
  readonly about: string;
  readonly print: (scope: Scope) => string;
}

export const callOf: unique symbol = Symbol("callOf");

/** A map or list under a name: taken into others, and hashed, by it. */
export interface NamedTree<out T> extends Expression<T> {
  readonly [callOf]: (scope: Scope) => string;
}

export const isNamedTree = (value: unknown): value is NamedTree<unknown> => isExpression(value) && callOf in value;

/** The call of a named template from where it stands, with the root unless it wants something else. */
export function printInclude(template: NamedTemplate, scope: Scope, argument = scope.root || "."): string {
  scope.use(template);
  return `include ${JSON.stringify(template.name)} ${argument}`;
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

/** A condition under a name; its template prints something while it holds, and nothing else. */
export function namedCondition(name: string, about: string, condition: Condition): Condition {
  const { evaluate, print } = condition[meaning];
  const template = { name, about, print: (scope: Scope) => `{{- if ${print(scope)} }}true{{ end }}` };
  return express({ kind: "condition", evaluate, print: (scope) => printInclude(template, scope) });
}

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
