import {
  type Condition,
  type Expression,
  express,
  isExpression,
  type Meaning,
  meaningOf,
  printArgument,
  type Scope,
  type Value,
} from "./expression.ts";
import { isTruthy, printScalar } from "./go-values.ts";

/** Foreign braces, such as those of alert rules, that Helm must hand on as they are. */
export const escapeBraces = (literal: string): string => literal.replace(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`);

/** Large numbers of values files are floats, which Go prints as 5e+06. */
export const printPipeline = (of: Meaning, scope: Scope): string =>
  of.kind === "integer" && of.isPlain !== true ? `int64 ${printArgument(of, scope)}` : of.print(scope);

const printPiece = (piece: string | Meaning, scope: Scope): string =>
  typeof piece === "string" ? escapeBraces(piece) : (piece.printInline?.(scope) ?? `{{ ${printPipeline(piece, scope)} }}`);

/** The expression within other text: `{{ .Values.host }}:{{ .Values.port }}`. */
export const printInline = (of: Meaning, scope: Scope): string => (of.pieces ?? [of]).map((piece) => printPiece(piece, scope)).join("");

/** A text with expressions in it: text`${name}-api`. */
export function text(literals: TemplateStringsArray, ...values: readonly Value<string | number>[]): Expression<string> {
  const pieces = joinLiterals(
    literals.flatMap((literal, index) => (index < values.length ? [literal, pieceOf(values[index])] : [literal])),
  );
  const [only] = pieces;
  if (pieces.length === 1 && typeof only === "object" && only.kind === "text") return express(only);
  const isName = pieces.every((piece) => (typeof piece === "string" ? /^[a-z0-9-]*$/.test(piece) : piece.isName === true));
  return express({
    kind: "text",
    pieces,
    isName,
    // A letter after a hyphen: no number, date or keyword of YAML looks like that.
    isPlain: isName && pieces.some((piece) => typeof piece === "string" && /^-[a-z]/.test(piece)),
    evaluate: (evaluation) => pieces.map((piece) => (typeof piece === "string" ? piece : printScalar(piece.evaluate(evaluation)))).join(""),
    print: (scope) => `printf ${formatOf(pieces)} ${argumentsOf(pieces, scope)}`,
  });
}

const pieceOf = (value: unknown): string | Meaning => (isExpression(value) ? meaningOf(value) : String(value));

function joinLiterals(pieces: readonly (string | Meaning)[]): readonly (string | Meaning)[] {
  const joined: (string | Meaning)[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === "string" && typeof last === "string") joined[joined.length - 1] = last + piece;
    else if (piece !== "") joined.push(piece);
  }
  return joined;
}

const formatOf = (pieces: readonly (string | Meaning)[]): string =>
  JSON.stringify(
    pieces.map((piece) => (typeof piece === "string" ? piece.replaceAll("%", "%%") : piece.kind === "integer" ? "%d" : "%s")).join(""),
  );

const argumentsOf = (pieces: readonly (string | Meaning)[], scope: Scope): string =>
  pieces
    .filter((piece) => typeof piece !== "string")
    .map((piece) => (piece.kind === "integer" ? `(int64 ${printArgument(piece, scope)})` : printArgument(piece, scope)))
    .join(" ");

/** One text or number, or another. */
export function either(condition: Condition, then: Value<string>, otherwise: Value<string>): Expression<string>;
export function either(condition: Condition, then: Value<number>, otherwise: Value<number>): Expression<number>;
export function either(condition: Condition, then: Value<string | number>, otherwise: Value<string | number>): Expression<string | number> {
  const [asked, yes, no] = [meaningOf(condition), meaningOf(then), meaningOf(otherwise)];
  const inline = (of: Meaning, value: Value<string | number>, scope: Scope): string =>
    isExpression(value) ? printInline(of, scope) : escapeBraces(String(value));
  return express({
    kind: yes.kind === "integer" ? "integer" : "text",
    evaluate: (evaluation) => (isTruthy(asked.evaluate(evaluation)) ? yes : no).evaluate(evaluation),
    print: (scope) =>
      `ternary ${printArgument(yes, scope)} ${printArgument(no, scope)} ${asked.kind === "flag" ? printArgument(asked, scope) : `(not (empty ${printArgument(asked, scope)}))`}`,
    printInline: (scope) => `{{ if ${asked.print(scope)} }}${inline(yes, then, scope)}${orElse(inline(no, otherwise, scope))}{{ end }}`,
  });
}

const orElse = (otherwise: string): string => (otherwise === "" ? "" : `{{ else }}${otherwise}`);
