import {
  type Environment,
  port,
  processSettings,
  publicAddress,
  publicSettings,
  readSettings,
  type Settings,
  type SettingsRule,
  seconds,
  storeSettings,
  tokenSettings,
  turnSettings,
} from "@tgcall/runtime";

/** Every variable that the signal service reads. */
export const settings = {
  SIGNAL_PORT: port("the port of the WebSocket", 3002),
  ...publicSettings,
  ...tokenSettings,
  ...turnSettings,
  ...storeSettings,
  ...processSettings,
  DRAIN_DELAY_SECONDS: seconds("how long a stopping process waits until nobody is sent to it any more, before it hands its peers over", 5, {
    min: 0,
    max: 60,
  }),
};

/** The settings, and what follows from them. */
export type SignalConfig = Settings<typeof settings> & ReturnType<typeof publicAddress>;

/** Reads the configuration; throws `SettingsError` naming everything that is wrong. `rules` are those of one way to start. */
export function readConfig(env: Environment, rules: readonly SettingsRule<typeof settings>[] = []): SignalConfig {
  const values = readSettings(settings, env, { production: env["NODE_ENV"] === "production", rules });
  return { ...values, ...publicAddress(values) };
}
