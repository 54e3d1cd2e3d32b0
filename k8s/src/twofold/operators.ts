import { createHash } from "node:crypto";
import {
  type Condition,
  type Expression,
  express,
  isExpression,
  type Kind,
  type Meaning,
  meaning,
  meaningOf,
  printArgument,
  type Value,
} from "./expression.ts";
import { isTruthy, toGoJson } from "./go-values.ts";
import { readYaml } from "./yaml.ts";

/** A function of Go's templates beside what it does: the two have to agree. */
function call<T>(name: string, kind: Kind, args: readonly unknown[], evaluate: (...values: readonly unknown[]) => unknown): Expression<T> {
  const meanings = args.map(meaningOf);
  return express<T>({
    kind,
    isPlain: kind === "flag",
    evaluate: (evaluation) => evaluate(...meanings.map((each) => each.evaluate(evaluation))),
    print: (scope) =>
      printCall(
        name,
        meanings.map((each) => printArgument(each, scope)),
      ),
  });
}

/** A call that is too long for a line has one for each argument. */
function printCall(name: string, args: readonly string[]): string {
  const line = [name, ...args].join(" ");
  return line.length < 240 ? line : [name, ...args].join("\n    ");
}

/** What a comparison compares: numbers as whole ones, for those of files are floats to Go. */
const comparable = <T extends string | number | boolean>(value: Value<T>): Value<T | number> =>
  meaningOf(value).kind === "integer" ? whole(value as Value<number>) : value;

/** A number as Go's comparisons want it, whether it came from a file (a float) or from `--set`. */
const whole = (value: Value<number>): Value<number> =>
  isExpression(value) ? call("int64", "integer", [value], (number) => Math.trunc(Number(number ?? 0))) : value;

const kindOfAll = (args: readonly Condition[]): Kind => (args.every((each) => each[meaning].kind === "flag") ? "flag" : "condition");

export const not = (condition: Condition): Expression<boolean> => call("not", "flag", [condition], (value) => !isTruthy(value));

/** Holds when every condition does. */
export const all = (...conditions: readonly Condition[]): Expression<boolean> =>
  call("and", kindOfAll(conditions), conditions, (...values) => values.find((value) => !isTruthy(value)) ?? values.at(-1));

/** Holds when one of the conditions does. */
export const any = (...conditions: readonly Condition[]): Expression<boolean> =>
  call("or", kindOfAll(conditions), conditions, (...values) => values.find(isTruthy) ?? values.at(-1));

export const equals = <T extends string | number | boolean>(left: Expression<T>, right: Value<NoInfer<T>>): Expression<boolean> =>
  call("eq", "flag", [comparable<T>(left), comparable<T>(right)], (a, b) => a === b);

export const differs = <T extends string | number | boolean>(left: Expression<T>, right: Value<NoInfer<T>>): Expression<boolean> =>
  call("ne", "flag", [comparable<T>(left), comparable<T>(right)], (a, b) => a !== b);

export const isAbove = (left: Value<number>, right: Value<number>): Expression<boolean> =>
  call("gt", "flag", [whole(left), whole(right)], (a, b) => Number(a) > Number(b));

/** The sum of whole numbers. */
export const sum = (...numbers: readonly Value<number>[]): Expression<number> => ({
  [meaning]: {
    ...call("add", "integer", numbers.map(whole), (...values) => values.reduce<number>((total, value) => total + Number(value), 0))[
      meaning
    ],
    isPlain: true,
  },
});

/** The first value unless it is empty, else the second. */
export function firstOf<T>(first: Expression<T>, second: Value<T>): Expression<T> {
  const [a, b] = [meaningOf(first), meaningOf(second)];
  return express({
    kind: a.kind,
    isName: a.isName === true && b.isName === true,
    evaluate: (evaluation) => [a.evaluate(evaluation)].find(isTruthy) ?? b.evaluate(evaluation),
    print: (scope) =>
      a.kind === "data"
        ? `or ${printArgument(a, scope)} ${printArgument(b, scope)}`
        : `${printArgument(a, scope)} | default ${printArgument(b, scope)}`,
  });
}

const through = (value: Value<unknown>, filter: string, evaluate: (value: unknown) => unknown, more: Partial<Meaning> = {}): Meaning => {
  const input = meaningOf(value);
  return {
    kind: "text",
    evaluate: (evaluation) => evaluate(input.evaluate(evaluation)),
    print: (scope) => `${input.print(scope)} | ${filter}`,
    ...more,
  };
};

const nameLike = (value: Value<string>): Partial<Meaning> => ({ isName: meaningOf(value).isName === true });

/** At most 63 characters, as names of objects and labels must be. */
export const shorten = (value: Value<string>, length = 63): Expression<string> =>
  express(through(value, `trunc ${length} | trimSuffix "-"`, (text) => String(text).slice(0, length).replace(/-$/, ""), nameLike(value)));

export const replace = (value: Value<string>, from: string, to: Value<string>): Expression<string> => {
  const [text, by] = [meaningOf(value), meaningOf(to)];
  return express({
    kind: "text",
    evaluate: (evaluation) => String(text.evaluate(evaluation)).replaceAll(from, () => String(by.evaluate(evaluation))),
    print: (scope) => `${text.print(scope)} | replace ${JSON.stringify(from)} ${printArgument(by, scope)}`,
  });
};

/** What a text in YAML says, such as a file of the chart; Helm evaluates no braces in it. */
export const fromYaml = <T extends object>(yaml: Expression<string>): Expression<T> =>
  express<T>({ ...through(yaml, "fromYaml", (text) => readYaml(String(text))), kind: "data" });

/** The texts in one, parted by `separator`. */
export const join = (values: Expression<readonly string[]>, separator: string): Expression<string> =>
  express(through(values, `join ${JSON.stringify(separator)}`, (texts) => (Array.isArray(texts) ? texts.join(separator) : "")));

/** A number that changes when, and only when, the data does: not the text it is printed as. */
export const checksum = (data: Expression<unknown>): Expression<string> =>
  express(through(data, "toJson | sha256sum", (value) => createHash("sha256").update(toGoJson(value)).digest("hex")));

/** The data as JSON. */
export const json = (data: Expression<unknown>): Expression<string> => express(through(data, "toJson", toGoJson));

/** Whether the text begins so. */
export const beginsWith = (value: Expression<string>, start: string): Expression<boolean> =>
  call("hasPrefix", "flag", [start, value], (prefix, text) => String(text).startsWith(String(prefix)));

/** Whether the text has that part. */
export const contains = (value: Value<string>, part: Value<string>): Expression<boolean> =>
  call("contains", "flag", [part, value], (wanted, text) => String(text).includes(String(wanted)));

/** Whether the pattern is found in the text: one that means the same to Go and to JavaScript. */
export const matches = (value: Value<string>, pattern: Value<string>): Expression<boolean> =>
  call("regexMatch", "flag", [pattern, value], (wanted, text) => new RegExp(String(wanted)).test(String(text)));

/** The user's entries over the chart's, key by key. */
export const overlay = <T extends Readonly<Record<string, string>>>(base: Expression<T>, user: Expression<T>): Expression<T> =>
  call("mergeOverwrite", "data", [base, user], (a, b) => ({ ...Object(a), ...Object(b) }));
