import type { Meaning, Scope } from "./expression.ts";
import { escapeBraces, printInline, printPipeline } from "./text.ts";
import { writeYaml } from "./yaml.ts";

/** A constant as YAML has it, for parsers of 1.1 as of 1.2. */
export const printConstant = (value: unknown): string =>
  typeof value === "string" && /\{\{|\}\}/.test(value) ? escapeBraces(JSON.stringify(value)) : writeYaml(value).trimEnd();

/** A single value of the values, so that YAML reads what it is whatever it is. */
export function printScalar(of: Meaning, scope: Scope): string {
  switch (of.kind) {
    case "flag":
    case "integer":
      return `{{ ${printPipeline(of, scope)} }}`;
    case "text":
      return printText(of, scope);
    case "content":
    case "data":
    case "condition":
      throw new Error(`no scalar: ${of.print(scope)}`);
    default:
      return of.kind satisfies never;
  }
}

function printText(of: Meaning, scope: Scope): string {
  if (of.isPlain === true) return printInline(of, scope);
  const isSafeInQuotes = of.pieces?.every((piece) =>
    typeof piece === "string" ? /^[^"\\\n]*$/.test(piece) : piece.isName === true || piece.kind === "integer",
  );
  return isSafeInQuotes === true ? `"${printInline(of, scope)}"` : `{{ ${of.print(scope)} | quote }}`;
}
