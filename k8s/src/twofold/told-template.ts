import type { Evaluation } from "./context.ts";
import { type Expression, express, meaning, meaningOf, printArgument, type Scope, type Value } from "./expression.ts";
import type { FieldsOf, ValueOf } from "./fields.ts";
import { callOf, type NamedTemplate, type NamedTree, printInclude } from "./named-template.ts";
import { treeOf } from "./named-tree.ts";
import { printBody } from "./print-tree.ts";
import { parameter, type Reference } from "./reference.ts";
import { printInline } from "./text.ts";
import type { Constant, Tree } from "./tree.ts";

/** What a template wants to know beside the root, and the ways to it. */
type Parameters<Fields extends FieldsOf> = { readonly [Name in keyof Fields]: Reference<Fields[Name]> };

/** What it is told in one place. */
type Told<Fields extends FieldsOf> = { readonly [Name in keyof Fields]: Value<ValueOf<Fields[Name]>> };

/** A text under a name that many places share, each telling it something else: `include "x" (dict "root" . "of" .Values.api)`. */
export function textTemplate<Fields extends FieldsOf>(
  name: string,
  about: string,
  fields: Fields,
  body: (told: Parameters<Fields>) => Expression<string>,
): (told: Told<Fields>) => Expression<string> {
  const of = body(parametersOf(fields))[meaning];
  const template: NamedTemplate = { name, about, print: (scope) => printInline(of, within(scope)) };
  return (told) =>
    express({
      kind: "text",
      evaluate: (evaluation) => of.evaluate(bind(evaluation, told)),
      print: (scope) => printInclude(template, scope, printTold(told, scope)),
    });
}

/** Entries or items under a name that many places share. */
export function treeTemplate<T, Fields extends FieldsOf>(
  name: string,
  about: string,
  fields: Fields,
  body: (told: Parameters<Fields>) => Tree<NoInfer<T>>,
): (told: Told<Fields>) => NamedTree<Constant<T>> {
  const tree = body(parametersOf(fields));
  const template: NamedTemplate = { name, about, print: (scope) => printBody(tree, 0, within(scope)).join("\n") };
  return (told) => {
    const called = treeOf<T>(tree, (scope) => printInclude(template, scope, printTold(told, scope)));
    const { evaluate, ...rest } = called[meaning];
    return { ...express<Constant<T>>({ ...rest, evaluate: (evaluation) => evaluate(bind(evaluation, told)) }), [callOf]: called[callOf] };
  };
}

const parametersOf = <Fields extends FieldsOf>(fields: Fields): Parameters<Fields> =>
  // What the type says of the fields is what has just been built from them.
  Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, parameter(name, of)])) as Parameters<Fields>;

const within = (scope: Scope): Scope => ({ ...scope, root: ".root" });

const bind = (evaluation: Evaluation, told: object): Evaluation => ({
  ...evaluation,
  bound: new Map(Object.entries(told).map(([name, value]) => [`.${name}`, meaningOf(value).evaluate(evaluation)])),
});

const printTold = (told: object, scope: Scope): string =>
  `(dict "root" ${scope.root || "."} ${Object.entries(told)
    .map(([name, value]) => `${JSON.stringify(name)} ${printArgument(meaningOf(value), scope)}`)
    .join(" ")})`;
