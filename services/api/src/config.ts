import { limits } from "@tgcall/protocol";
import {
  choice,
  type Environment,
  integer,
  optional,
  port,
  processSettings,
  publicAddress,
  publicSettings,
  rate,
  readSettings,
  type Settings,
  type SettingsRule,
  saidInProduction,
  seconds,
  secret,
  secretList,
  storeSettings,
  tokenSettings,
  turnSettings,
} from "@tgcall/runtime";

/** Every variable that the api service reads. */
export const settings = {
  API_PORT: port("the port of /api", 3001),
  ...publicSettings,
  ...tokenSettings,
  ...turnSettings,
  ...storeSettings,
  CALL_TTL_SECONDS: seconds("how long a call may last, from its creation", 86_400, { min: 60, max: 30 * 86_400 }),
  CODE_TTL_SECONDS: seconds("how long a one-time code works", 900, { max: 7 * 86_400 }),
  JOIN_TOKEN_TTL_SECONDS: seconds("how long a join link works; it never outlives its call", 86_400, { max: 30 * 86_400 }),
  MAX_PEERS_PER_CALL: integer("how many peers a call has room for unless it asks for less", 2, {
    min: limits.minPeers,
    max: limits.maxPeers,
  }),
  CREATE_AUTH: saidInProduction(choice("who may create calls", ["open", "api-key", "telegram"], "open")),
  API_KEYS: secretList("the keys that create calls under CREATE_AUTH=api-key, separated by commas"),
  TELEGRAM_BOT_TOKEN: optional(secret("the bot whose Mini App creates calls under CREATE_AUTH=telegram")),
  RATE_CREATE: rate("calls created, per address and again per initiator, as times/seconds; also codes made, per call", {
    points: 30,
    seconds: 60,
  }),
  RATE_RESOLVE: rate("codes tried in vain, per address, as times/seconds", { points: 10, seconds: 600 }),
  RATE_JOIN: rate("join links used, per address, as times/seconds", { points: 60, seconds: 60 }),
  RATE_CHECK: rate("diagnostics started, per address, as times/seconds", { points: 5, seconds: 600 }),
  RATE_REPORT: rate("reports of how a call went, per peer, as times/seconds", { points: 20, seconds: 600 }),
  CLIENT_REPORTS: choice("whether pages report how calls went: times, path and quality, nothing personal", ["accept", "refuse"], "accept"),
  ...processSettings,
};

type ApiSettings = Settings<typeof settings>;
type ApiRule = SettingsRule<typeof settings>;

/** The settings, and what follows from them. */
export type ApiConfig = ApiSettings & ReturnType<typeof publicAddress>;

/** Reads the configuration; throws `SettingsError` naming everything that is wrong. `extraRules` are those of one way to start. */
export function readConfig(env: Environment, extraRules: readonly ApiRule[] = []): ApiConfig {
  const production = env["NODE_ENV"] === "production";
  const rules = [keysAreGiven, botTokenIsGiven, ...(production ? [originIsSaid] : []), ...extraRules];
  const values = readSettings(settings, env, { production, rules });
  return { ...values, ...publicAddress(values) };
}

const keysAreGiven: ApiRule = {
  reads: ["CREATE_AUTH", "API_KEYS"],
  problem: ({ CREATE_AUTH, API_KEYS }) =>
    CREATE_AUTH === "api-key" && API_KEYS.length === 0 ? "API_KEYS is required: CREATE_AUTH is api-key" : undefined,
};

const botTokenIsGiven: ApiRule = {
  reads: ["CREATE_AUTH", "TELEGRAM_BOT_TOKEN"],
  problem: ({ CREATE_AUTH, TELEGRAM_BOT_TOKEN }) =>
    CREATE_AUTH === "telegram" && TELEGRAM_BOT_TOKEN === undefined ? "TELEGRAM_BOT_TOKEN is required: CREATE_AUTH is telegram" : undefined,
};

// Else links would follow the Host header, which anybody may choose.
const originIsSaid: ApiRule = {
  reads: ["API_ORIGIN", "DOMAIN"],
  problem: (values) =>
    publicAddress(values).apiOrigin === undefined ? `API_ORIGIN is required in production: ${settings.API_ORIGIN.about}` : undefined,
};
