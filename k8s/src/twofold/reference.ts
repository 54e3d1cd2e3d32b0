import type { Evaluation } from "./context.ts";
import { type Expression, express, type Kind, type Meaning, type Scope } from "./expression.ts";
import { type Field, type FieldsOf, type Group, isGroup, isRecords, type Records, type ValueOf } from "./fields.ts";

export const itemOf: unique symbol = Symbol("itemOf");

/** The way to a value: an expression, and for a group the ways to its fields. */
export type Reference<F> =
  F extends Records<infer Fields>
    ? Expression<ValueOf<F>> & { readonly [itemOf]: Group<Fields> }
    : F extends Group<infer Fields>
      ? Expression<ValueOf<F>> & { readonly [Name in keyof Fields]: Reference<Fields[Name]> }
      : Expression<ValueOf<F>>;

/** Where a path begins, in both meanings. */
interface Origin {
  readonly evaluate: (evaluation: Evaluation) => unknown;
  readonly print: (scope: Scope) => string;
}

/** The values of a chart: `values.api.replicas` is an expression, and a path that does not exist does not compile. */
export const valuesOf = <Fields extends FieldsOf>(root: Group<Fields>): Reference<Group<Fields>> =>
  referTo(root, { evaluate: ({ values }) => values, print: ({ root: dollar }) => `${dollar}.Values` });

/** What a loop's variable leads to. */
export const loopVariable = <F extends Field<unknown>>(name: string, of: F): Reference<F> =>
  referTo(of, { evaluate: ({ bound }) => bound.get(name), print: () => `$${name}` });

/** What a template is told leads to; a loop within rebinds the dot, but not `$`. */
export const parameter = <F extends Field<unknown>>(name: string, of: F): Reference<F> =>
  referTo(of, { evaluate: ({ bound }) => bound.get(`.${name}`), print: ({ root }) => `${root.startsWith("$") ? "$" : ""}.${name}` });

function referTo<F extends Field<unknown>>(of: F, origin: Origin): Reference<F> {
  const expression = express(meaningAt(of, origin));
  const inner = isGroup(of) ? Object.entries(of.fields).map(([name, each]) => [name, referTo(each, step(origin, name))] as const) : [];
  const item = isRecords(of) ? { [itemOf]: of.item } : {};
  // What the type says of F is what has just been built from it.
  return { ...expression, ...Object.fromEntries(inner), ...item } as Reference<F>;
}

const step = (origin: Origin, name: string): Origin => ({
  evaluate: (evaluation) => Reflect.get(Object(origin.evaluate(evaluation)), name),
  print: (scope) => `${origin.print(scope)}.${name}`,
});

const maxPrintedAsIs = 999_999;

const meaningAt = ({ schema }: Field<unknown>, origin: Origin): Meaning => ({
  ...origin,
  kind: kindOf(schema.type),
  isAtom: true,
  isPlain: schema.type === "boolean" || (schema.type === "integer" && (schema.maximum ?? Number.POSITIVE_INFINITY) <= maxPrintedAsIs),
  isName: schema.pattern?.startsWith("^[a-z") === true && !/[^a-z0-9^$()?*|[\]\\{},.-]/.test(schema.pattern),
});

function kindOf(type: string | undefined): Kind {
  if (type === "boolean") return "flag";
  if (type === "integer") return "integer";
  return type === "string" ? "text" : "data";
}
