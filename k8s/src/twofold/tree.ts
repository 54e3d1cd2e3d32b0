import type { Condition, Expression, Value } from "./expression.ts";
import type { Field, FieldsOf, Group } from "./fields.ts";
import { itemOf, loopVariable, type Reference } from "./reference.ts";

const structure: unique symbol = Symbol("structure");
declare const builds: unique symbol;

/** What stands in a manifest in place of a constant, and decides by the values what becomes of it. */
export type Structure =
  | { readonly type: "when"; readonly condition: Condition; readonly then: unknown; readonly otherwise: unknown }
  | { readonly type: "each"; readonly list: Expression<unknown>; readonly variable: string; readonly body: unknown }
  | { readonly type: "splice"; readonly list: Expression<unknown> }
  | { readonly type: "union"; readonly parts: readonly unknown[] }
  | { readonly type: "because"; readonly why: string; readonly tree: unknown }
  | { readonly type: "lines"; readonly lines: readonly Line[] };

/** A structure that gives a `T`, or nothing at all. */
export interface Builds<out T> {
  readonly [structure]: Structure;
  readonly [builds]?: T;
}

/** Items of a list that the values decide. */
export interface Items<out T> extends Builds<T> {
  readonly isItems: true;
}

type Scalar = string | number | boolean | null | undefined;

type Literal<T> = T extends Scalar ? T : T extends readonly (infer Item)[] ? readonly (Tree<Item> | Items<Item>)[] : Entries<T>;

/** An object whose every field may depend on the values. */
export type Entries<T> = { readonly [Key in keyof T]: Tree<T[Key]> };

/** A `T` of Kubernetes' API of which every part may be an expression or depend on a condition; a wrong field or type does not compile. */
export type Tree<T> = Expression<Constant<T>> | Builds<T> | Literal<T>;

/** Lists of values are not for changing. */
export type Constant<T> = T extends readonly (infer Item)[] ? readonly Item[] : T;

const build = <T>(of: Structure): Builds<T> => ({ [structure]: of });
const items = <T>(of: Structure): Items<T> => ({ [structure]: of, isItems: true });

/** There only while the condition holds, key included; else `otherwise`, or nothing. */
export const when = <T>(condition: Condition, then: Tree<NoInfer<T>>, otherwise?: Tree<NoInfer<T>>): Builds<T> =>
  build({ type: "when", condition, then, otherwise });

/** One item of a list for each item of the values' list. */
export const each = <Fields extends FieldsOf, T>(
  list: Expression<unknown> & { readonly [itemOf]: Group<Fields> },
  variable: string,
  body: (item: Reference<Group<Fields>>) => Tree<NoInfer<T>>,
): Items<T> => items({ type: "each", list, variable, body: body(loopVariable(variable, list[itemOf])) });

/** All items of a list of the values. */
export const splice = <T>(list: Expression<readonly NoInfer<T>[]>): Items<T> => items({ type: "splice", list });

/** One map of several, whose keys must differ: constants, named maps and maps of the values. */
export const union = <T>(...parts: readonly Tree<Partial<NoInfer<T>>>[]): Builds<T> => build({ type: "union", parts });

/** The same, with the reason above it in the template, for who reads that alone. */
export const because = <T>(why: string, tree: Tree<NoInfer<T>>): Builds<T> => build({ type: "because", why, tree });

/** A line of a text, a run of lines under a condition, or lines for each item of a list. */
export type Line =
  | Value<string>
  | { readonly condition: Condition; readonly lines: readonly Line[] }
  | { readonly list: Expression<unknown>; readonly variable: string; readonly lines: readonly Line[] };

/** A text of many lines, such as a configuration file. */
export const lines = (...of: readonly Line[]): Builds<string> => build({ type: "lines", lines: of });

export const linesWhen = (condition: Condition, ...of: readonly Line[]): Line => ({ condition, lines: of });

const oneText: Field<string> = { about: "", fallback: "", schema: { type: "string" } };

/** A line for each text of a list. */
export const lineEach = (
  list: Expression<readonly string[]>,
  variable: string,
  line: (item: Expression<string>) => Value<string>,
): Line => ({ list, variable, lines: [line(loopVariable(variable, oneText))] });

export const structureOf = (value: unknown): Structure | undefined =>
  typeof value === "object" && value !== null && structure in value ? (value as Builds<unknown>)[structure] : undefined;
