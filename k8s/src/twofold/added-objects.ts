import type { Evaluation } from "./context.ts";
import { type Expression, meaning, type Scope } from "./expression.ts";
import { readYaml, writeYaml } from "./yaml.ts";

/** A template of a user that only Helm can render. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

type Objects = Expression<readonly object[]>;

/** A template of whatever objects the user adds; templates in them are rendered. */
export const printAddedObjects = (objects: Objects, scope: Scope): string =>
  [`{{- range ${objects[meaning].print(scope)} }}`, "---", "{{ tpl (toYaml .) $ }}", "{{- end }}", ""].join("\n");

/**
 * The same objects without Helm. Of Go's template language this knows references to what is said of the release, of the chart and in the values;
 * throws `TemplateError` for all else, rather than to guess.
 */
export function evaluateAddedObjects(objects: Objects, evaluation: Evaluation): readonly Readonly<Record<string, unknown>>[] {
  const added = objects[meaning].evaluate(evaluation);
  return (Array.isArray(added) ? added : []).map((object: unknown) => Object(readYaml(renderText(writeYaml(object), evaluation))));
}

const action = /(\s*\{\{-|\{\{)(.*?)(-\}\}\s*|\}\})/gs;

const renderText = (template: string, evaluation: Evaluation): string =>
  template.replaceAll(action, (whole, _open, body: string) => printValue(refer(body.trim(), evaluation, whole), whole));

function refer(path: string, { values, release, chart }: Evaluation, whole: string): unknown {
  if (!/^\$?(\.[A-Za-z]\w*){2,}$/.test(path)) throw unknown(whole);
  const [, builtIn = "", ...keys] = path.split(".");
  const capitals = (of: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]));
  const root: Readonly<Record<string, unknown>> = { Values: values, Release: capitals(release), Chart: capitals(chart) };
  return [builtIn, ...keys].reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) throw unknown(whole);
    return Reflect.get(inner, key);
  }, root);
}

/** Numbers of a million and more are floats to Helm when they come from files, and others by `--set`. */
function printValue(value: unknown, whole: string): string {
  if (value === undefined || value === null) return "";
  const isSure =
    typeof value === "string" || typeof value === "boolean" || (Number.isInteger(value) && Math.abs(Number(value)) < 1_000_000);
  if (!isSure) throw unknown(whole);
  return String(value);
}

const unknown = (whole: string): TemplateError =>
  new TemplateError(`${whole.trim()} is rendered by Helm alone: write what it stands for, or use helm template`);
