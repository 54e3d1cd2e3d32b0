/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 uses it. */
export type Schema = Readonly<Record<string, unknown>>;

/** An object whose properties are all there, but for the `optional` ones. */
export const object = (properties: Readonly<Record<string, Schema>>, ...optional: readonly string[]): Schema => ({
  type: "object",
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

export const arrayOf = (items: Schema): Schema => ({ type: "array", items });

export const oneOf = (...values: readonly string[]): Schema => ({ type: "string", enum: values });

export const schemaRef = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
