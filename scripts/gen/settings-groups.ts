import { settings as api } from "@tgcall/api/config";
import type { SettingsTable } from "@tgcall/runtime";
import { settings as signal } from "@tgcall/signal/config";
import { composeSettings } from "./compose-settings.ts";

/** Settings that are read by the same processes. */
export interface SettingsGroup {
  readonly title: string;
  readonly table: SettingsTable;
}

const pick = (table: SettingsTable, accepts: (name: string) => boolean): SettingsTable =>
  Object.fromEntries(Object.entries(table).filter(([name]) => accepts(name)));

/** Every setting once, under whoever reads it. */
export const settingsGroups: readonly SettingsGroup[] = [
  { title: "Every service", table: pick(api, (name) => name in signal) },
  { title: "api", table: pick(api, (name) => !(name in signal)) },
  { title: "signal", table: pick(signal, (name) => !(name in api)) },
  { title: "compose.yaml", table: pick(composeSettings, (name) => !(name in api || name in signal)) },
];
