import { readFileSync } from "node:fs";
import type { Setting, SettingsTable } from "./setting.ts";
import { settingKinds } from "./setting-kind.ts";

/** What `process.env` is. */
export type Environment = Readonly<Record<string, string | undefined>>;

type ValueOf<S> = S extends Setting<infer Value> ? Value : never;

/** The values of a table, by the names of its variables. */
export type Settings<Table extends SettingsTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

/** What must hold between settings; asked only when those it `reads` are right each by itself. */
export interface SettingsRule<Table extends SettingsTable> {
  readonly reads: readonly (keyof Table & string)[];
  /** A sentence that begins with the name of a setting and holds no value, or `undefined` when all is well. */
  problem(settings: Settings<Table>): string | undefined;
}

/** Says everything that is wrong with the configuration at once, and never a value. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["bad configuration", ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.problems = problems;
  }
}

/**
 * Reads every setting of `table` from `env`, or from the file that `NAME_FILE` names. An empty text counts as unset.
 *
 * Throws `SettingsError` naming every problem; `production` refuses missing, short and known secrets.
 */
export function readSettings<const Table extends SettingsTable>(
  table: Table,
  env: Environment,
  { production, rules = [] }: { readonly production: boolean; readonly rules?: readonly SettingsRule<NoInfer<Table>>[] },
): Settings<Table> {
  const outcomes = new Map(Object.entries(table).map(([name, setting]) => [name, readOne(name, setting, env, production)]));
  const values = Object.fromEntries([...outcomes].map(([name, outcome]) => [name, outcome.value])) as Settings<Table>;
  const applicable = rules.filter((rule) => rule.reads.every((name) => outcomes.get(name)?.problem === undefined));
  const found = [...[...outcomes.values()].map(({ problem }) => problem), ...applicable.map((rule) => rule.problem(values))];

  const problems = found.filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new SettingsError(problems);
  return values;
}

interface Outcome {
  readonly value?: unknown;
  readonly problem?: string;
}

const maxFileBytes = 64 * 1024;
const minSecretLength = 32;
const placeholder = /change[-_ ]?(me|this|it)|placeholder|example|default|insecure|development|your[-_ ]|password|replace[-_ ]/i;

function readOne(name: string, setting: Setting, env: Environment, production: boolean): Outcome {
  const given = readText(name, env);
  if (given.problem !== undefined) return given;
  if (given.value === undefined) return readAbsent(name, setting, production);

  const kind = settingKinds[setting.kind];
  const value = kind.parse(given.value, setting);
  if (value === undefined) return { problem: `${name} must be ${kind.expected(setting)}` };
  const weakness = production ? weaknessOf(setting, given.value) : undefined;
  return weakness === undefined ? { value } : { problem: `${name} ${weakness}` };
}

function readText(name: string, env: Environment): { readonly value?: string; readonly problem?: string } {
  const direct = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (file === undefined) return direct === undefined ? {} : { value: direct };
  if (direct !== undefined) return { problem: `${name} and ${name}_FILE are both set, set one` };
  try {
    const content = readFileSync(file, "utf8");
    if (content.length > maxFileBytes) return { problem: `${name}_FILE names a file over 64 KiB` };
    const value = content.replace(/\r?\n$/, "");
    return value === "" ? {} : { value };
  } catch {
    return { problem: `${name}_FILE names a file that cannot be read` };
  }
}

function readAbsent(name: string, { requirement, about, fallback }: Setting, production: boolean): Outcome {
  if (requirement === "always") return { problem: `${name} is required: ${about}` };
  if (requirement === "production" && production) return { problem: `${name} is required in production: ${about}` };
  return { value: fallback };
}

function weaknessOf({ kind }: Setting, value: string): string | undefined {
  if (kind !== "secret" && kind !== "secret-list") return undefined;
  if (placeholder.test(value)) return "is a known default, choose another";
  if (kind === "secret" && value.length < minSecretLength) return `must have at least ${minSecretLength} characters in production`;
  return undefined;
}
