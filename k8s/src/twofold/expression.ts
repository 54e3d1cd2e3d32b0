import type { Evaluation } from "./context.ts";
import type { NamedTemplate } from "./named-template.ts";

/** How the result of an expression is written into YAML; `content` has many lines, a `condition` is only asked whether it holds. */
export type Kind = "text" | "content" | "integer" | "flag" | "data" | "condition";

/** Where in a template an expression is printed. */
export interface Scope {
  /** What leads to the root: nothing, `$` where a loop has rebound the dot, `.root` in a template that is told more than the root. */
  readonly root: string;
  /** Conditions that hold here, as they are printed: what has been asked is not asked again. */
  readonly known: readonly string[];
  /** Takes note of a named template that has to be defined. */
  readonly use: (template: NamedTemplate) => void;
  /** Takes note of a variable that has to be set at the top of the file; `print` gives its value's pipeline. */
  readonly declare: (name: string, print: () => string) => void;
}

/** The two meanings of an expression. */
export interface Meaning {
  readonly kind: Kind;
  /** The value, as JSON has it. */
  readonly evaluate: (evaluation: Evaluation) => unknown;
  /** A pipeline of Go's template language. */
  readonly print: (scope: Scope) => string;
  /** Needs no parentheses as an argument. */
  readonly isAtom?: boolean;
  /** Reads as itself in YAML without quotes and without conversion, whatever its value. */
  readonly isPlain?: boolean;
  /** A text of nothing but what names of objects consist of. */
  readonly isName?: boolean;
  /** How it stands within other text, when that is not `{{ pipeline }}`. */
  readonly printInline?: (scope: Scope) => string;
  /** For a text: what it consists of, to be printed piece by piece. */
  readonly pieces?: readonly (string | Meaning)[];
}

export const meaning: unique symbol = Symbol("meaning");
declare const valueType: unique symbol;

/** Something that is a `T` once the values are known. */
export interface Expression<out T> {
  readonly [meaning]: Meaning;
  readonly [valueType]?: T;
}

/** A `T` that is known now, or one that the values decide. */
export type Value<T> = T | Expression<T>;

/** Asked for what Go calls its truth: neither absent, nor false, nor 0, nor empty. */
export type Condition = Expression<unknown>;

/** An expression of these meanings; that they agree is for the differential test to show. */
export const express = <T>(of: Meaning): Expression<T> => ({ [meaning]: of });

export const isExpression = (value: unknown): value is Expression<unknown> =>
  typeof value === "object" && value !== null && Object.hasOwn(value, meaning);

/** The meaning of an expression, or of a constant. */
export const meaningOf = (value: unknown): Meaning => (isExpression(value) ? value[meaning] : constant(value));

const constant = (value: unknown): Meaning => ({
  kind: typeof value === "boolean" ? "flag" : typeof value === "number" ? "integer" : "text",
  evaluate: () => value,
  print: () => JSON.stringify(value),
  isAtom: true,
  isPlain: typeof value !== "string",
});

/** The pipeline as one argument of a call. */
export const printArgument = (of: Meaning, scope: Scope): string => (of.isAtom === true ? of.print(scope) : `(${of.print(scope)})`);
