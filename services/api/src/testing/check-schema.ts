import { isRecord } from "@tgcall/protocol";
import { openApiDocument } from "../app.ts";
import type { Schema } from "../openapi/schema.ts";

const schemas: Readonly<Record<string, unknown>> = openApiDocument().components.schemas;

/** Where `value` breaks `schema`, one sentence each; it knows those keywords of JSON Schema that our document uses. */
export function violations(value: unknown, schema: Schema, path = "$"): readonly string[] {
  if (typeof schema["$ref"] === "string") return violations(value, resolveRef(schema["$ref"]), path);
  if (Array.isArray(schema["anyOf"])) {
    return schema["anyOf"].some((each) => violations(value, each, path).length === 0) ? [] : [`${path} fits nothing of anyOf`];
  }
  if (!types[String(schema["type"])]?.(value)) return [`${path} is not of type ${schema["type"]}`];
  return [...textViolations(value, schema, path), ...objectViolations(value, schema, path), ...listViolations(value, schema, path)];
}

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === "boolean",
};

const resolveRef = (ref: string): Schema => {
  const schema = schemas[ref.replace("#/components/schemas/", "")];
  if (!isRecord(schema)) throw new Error(`${ref} leads nowhere`);
  return schema;
};

function textViolations(value: unknown, { pattern, enum: values, format }: Schema, path: string): readonly string[] {
  if (typeof value !== "string") return [];
  const isFormatted = format === "date-time" ? new Date(value).toISOString() === value : format !== "uri" || URL.canParse(value);
  return [
    ...(pattern === undefined || new RegExp(String(pattern)).test(value) ? [] : [`${path} does not match ${pattern}`]),
    ...(!Array.isArray(values) || values.includes(value) ? [] : [`${path} is none of ${values}`]),
    ...(isFormatted ? [] : [`${path} is no ${format}`]),
  ];
}

function objectViolations(value: unknown, { properties = {}, required = [] }: Schema, path: string): readonly string[] {
  if (!isRecord(value)) return [];
  const known = properties as Readonly<Record<string, Schema>>;
  const missing = (required as readonly string[]).filter((name) => !Object.hasOwn(value, name)).map((name) => `${path}.${name} is missing`);
  const isOpen = Object.keys(known).length === 0;
  const nested = Object.entries(value).flatMap(([name, each]) => {
    const schema = known[name];
    if (schema === undefined) return isOpen ? [] : [`${path}.${name} is not documented`];
    return violations(each, schema, `${path}.${name}`);
  });
  return [...missing, ...nested];
}

const listViolations = (value: unknown, { items }: Schema, path: string): readonly string[] =>
  Array.isArray(value) ? value.flatMap((each, index) => violations(each, items as Schema, `${path}[${index}]`)) : [];
