import { type Field, type Group, isGroup } from "./fields.ts";
import type { JsonSchema } from "./json-schema.ts";
import { writeYaml } from "./yaml.ts";

const width = 120;

/** values.yaml: every field with its sentence above it, groups parted by empty lines at the top. */
export const printValuesFile = (root: Group): string =>
  Object.entries(root.fields)
    .map(([name, field]) => `${printField(name, field, 0).join("\n")}\n`)
    .join("\n");

function printField(name: string, field: Field<unknown>, depth: number): readonly string[] {
  const margin = " ".repeat(depth);
  const comment = field.about === "" ? [] : wrap(sentence(field), width - depth - 2).map((line) => `${margin}# ${line}`);
  if (isGroup(field) && Object.keys(field.fields).length > 0) {
    const inner = Object.entries(field.fields).flatMap(([key, each]) => printField(key, each, depth + 2));
    return [...comment, `${margin}${name}:`, ...inner];
  }
  const value = writeYaml({ [name]: field.fallback }).trimEnd();
  return [...comment, ...value.split("\n").map((line) => margin + line)];
}

const sentence = ({ about, schema }: Field<unknown>): string =>
  schema.enum === undefined ? about : `${about} (${schema.enum.join(", ")})`;

function wrap(text: string, limit: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= limit) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** values.schema.json. Nothing but the items of lists is required, for a user takes a default away by `null`. */
export function printValuesSchema(root: Group, title: string, definitions: Readonly<Record<string, JsonSchema>> = {}): string {
  const schema: JsonSchema = { $schema: "http://json-schema.org/draft-07/schema#", title, ...root.schema, definitions };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The table of values for a README. */
export const printValuesTable = (root: Group): string => ["| value | meaning | default |", "|---|---|---|", ...rowsOf(root, [])].join("\n");

const rowsOf = ({ fields }: Group, path: readonly string[]): readonly string[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    if (isGroup(field) && Object.keys(field.fields).length > 0) return rowsOf(field, [...path, name]);
    const fallback = field.fallback === "" ? "" : `\`${JSON.stringify(field.fallback).replaceAll("|", "\\|")}\``;
    return [`| \`${[...path, name].join(".")}\` | ${sentence(field).replaceAll("|", "\\|")} | ${fallback} |`];
  });
