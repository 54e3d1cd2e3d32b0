import { settings as api } from "@tgcall/api/config";
import type { Rate, Setting } from "@tgcall/runtime";
import { settings as signal } from "@tgcall/signal/config";
import { choice, type Field, integer, string, strings } from "../../twofold/index.ts";

/** Every variable that some service reads. */
export const allSettings = { ...api, ...signal };
export type SettingName = keyof typeof allSettings;

/** Which service reads which variables. */
export const settingsOf = { api, signal };

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}`
  : Lowercase<Name>;
type FieldOf<S> =
  S extends Setting<infer T>
    ? number extends T
      ? Field<number>
      : [T] extends [readonly string[]]
        ? Field<readonly string[]>
        : Field<string>
    : never;

/** Fields of values by the names of variables: CALL_TTL_SECONDS is `callTtlSeconds`. */
export type SettingFields<Name extends SettingName> = { readonly [Each in Name as Camel<Each>]: FieldOf<(typeof allSettings)[Each]> };

const camelCase = (name: string): string =>
  name
    .split("_")
    .map((word, index) => (index === 0 ? word.toLowerCase() : `${word.charAt(0)}${word.slice(1).toLowerCase()}`))
    .join("");

/** The variables as values of the chart, with what the services themselves say about them; `fallbacks` are the chart's own. */
export const settingFields = <Name extends SettingName>(
  names: readonly Name[],
  fallbacks: Partial<Record<Name, string | number>> = {},
): SettingFields<Name> =>
  // The keys are those that the type computes from the same names.
  Object.fromEntries(names.map((name) => [camelCase(name), fieldOf(name, allSettings[name], fallbacks[name])])) as SettingFields<Name>;

function fieldOf(name: string, setting: Setting, fallback = setting.fallback): Field<unknown> {
  const about = `${name}: ${setting.about}`;
  switch (setting.kind) {
    case "integer":
    case "seconds":
    case "port":
      return integer(about, Number(fallback), { min: setting.min ?? 0, ...(setting.max === undefined ? {} : { max: setting.max }) });
    case "choice":
      return choice(about, setting.options ?? [], String(fallback));
    case "origin-list":
      return strings(about, [], { pattern: "^https?://[^\\s,/]+$" });
    case "rate":
      return string(about, typeof fallback === "string" ? fallback : rateText(fallback), {
        pattern: "^[1-9][0-9]{0,8}(/[1-9][0-9]{0,6})?$",
      });
    default:
      return string(about, typeof fallback === "string" ? fallback : "");
  }
}

// The settings table has a rate where its kind says so.
const rateText = (rate: unknown): string => `${(rate as Rate).points}/${(rate as Rate).seconds}`;
