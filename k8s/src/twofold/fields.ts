import type { JsonSchema } from "./json-schema.ts";

declare const fieldType: unique symbol;

/** One value of a chart: what it means, what it is unless said otherwise, what it may be. */
export interface Field<out T> {
  /** A sentence or phrase without full stop; stands in values.yaml, in the schema and in the README. */
  readonly about: string;
  readonly fallback: unknown;
  readonly schema: JsonSchema;
  readonly [fieldType]?: T;
}

/** Fields under one key. */
export interface Group<Fields extends FieldsOf = FieldsOf> extends Field<{ readonly [Name in keyof Fields]: ValueOf<Fields[Name]> }> {
  readonly fields: Fields;
}

/** A list whose items have fields. */
export interface Records<Fields extends FieldsOf = FieldsOf>
  extends Field<readonly { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> }[]> {
  readonly item: Group<Fields>;
}

export type FieldsOf = Readonly<Record<string, Field<unknown>>>;

/** What a field holds. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;

const field = <T>(about: string, fallback: unknown, schema: JsonSchema): Field<T> => ({ about, fallback, schema });

export const flag = (about: string, fallback: boolean): Field<boolean> => field(about, fallback, { type: "boolean" });

/** A whole number; below a million by its `max`, it is printed as it is. */
export const integer = (
  about: string,
  fallback: number,
  { min = 0, max }: { readonly min?: number; readonly max?: number } = {},
): Field<number> => field(about, fallback, { type: "integer", minimum: min, ...(max === undefined ? {} : { maximum: max }) });

/** Printable characters alone: Go and YAML disagree about how to write others. */
const printable = "^[ -~\u00a1-\u1fff\u2030-\ud7ff\uf900-\ufdff]*$";

export const string = (
  about: string,
  fallback: string,
  more: Pick<JsonSchema, "pattern" | "not" | "minLength" | "maxLength"> = {},
): Field<string> => field(about, fallback, { type: "string", pattern: printable, ...more });

/** One of a few words. */
export const choice = <const Option extends string>(about: string, options: readonly Option[], fallback: NoInfer<Option>): Field<Option> =>
  field(about, fallback, { type: "string", enum: options });

export const strings = (
  about: string,
  fallback: readonly string[],
  item: Pick<JsonSchema, "pattern" | "enum"> = {},
): Field<readonly string[]> => field(about, fallback, { type: "array", items: { type: "string", pattern: printable, ...item } });

/** Texts by names that the user chooses, such as labels; `refused` is a pattern of names that would collide with the chart's. */
export const stringMap = (
  about: string,
  {
    refused,
    pattern = printable,
    fallback = {},
  }: { readonly refused?: string; readonly pattern?: string; readonly fallback?: Readonly<Record<string, string>> } = {},
): Field<Readonly<Record<string, string>>> =>
  field(about, fallback, {
    type: "object",
    additionalProperties: { type: "string", pattern },
    propertyNames: { pattern: printable, ...(refused === undefined ? {} : { not: { pattern: refused } }) },
  });

/** A part of a manifest that is handed on as it is, such as an affinity. */
export const manifest = <T extends object>(
  about: string,
  fallback: T | Record<string, never> = {},
  schema: JsonSchema = { type: "object" },
): Field<T> => field(about, fallback, schema);

/** Parts of manifests that are handed on as they are, such as tolerations. */
export const manifests = <T extends object>(
  about: string,
  fallback: readonly T[] = [],
  item: JsonSchema = { type: "object" },
): Field<readonly T[]> => field(about, fallback, { type: "array", items: item });

/** Fields under one key; unknown keys beside them are refused, unless the group is `open`. */
export function group<const Fields extends FieldsOf>(about: string, fields: Fields, { open = false } = {}): Group<Fields> {
  const entries = Object.entries(fields);
  return {
    fields,
    about,
    fallback: Object.fromEntries(entries.map(([name, each]) => [name, each.fallback])),
    schema: {
      type: "object",
      properties: Object.fromEntries(entries.map(([name, each]) => [name, describe(each)])),
      additionalProperties: open,
    },
  };
}

/** A list whose items have these fields, all of them required. */
export function records<const Fields extends FieldsOf>(about: string, fields: Fields): Records<Fields> {
  const item = group("", fields);
  return { about, fallback: [], item, schema: { type: "array", items: { ...item.schema, required: Object.keys(fields) } } };
}

const describe = ({ about, fallback, schema }: Field<unknown>): JsonSchema => ({
  ...(about === "" ? {} : { description: about }),
  ...schema,
  ...("properties" in schema ? {} : { default: fallback }),
});

export const isGroup = (of: Field<unknown>): of is Group => "fields" in of;
export const isRecords = (of: Field<unknown>): of is Records => "item" in of;
