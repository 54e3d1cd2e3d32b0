import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { ISecretKeySelector } from "kubernetes-models/v1/SecretKeySelector";
import {
  type Condition,
  differs,
  type Expression,
  join,
  type NamedTree,
  namedTree,
  type Tree,
  text,
  type Value,
  when,
} from "../twofold/index.ts";
import { publicTlsPort } from "./conditions.ts";
import { mainSecret, redisUrlSource } from "./secret-names.ts";
import { values } from "./values/index.ts";
import { allSettings, type SettingName, settingsOf } from "./values/setting-fields.ts";

/** The ports that containers listen on: those that the services take by themselves. */
export const ports = {
  api: Number(allSettings.API_PORT.fallback),
  signal: Number(allSettings.SIGNAL_PORT.fallback),
  ops: Number(allSettings.OPS_PORT.fallback),
  web: 8080,
  redis: 6379,
  redisExporter: 9121,
} as const;

/** Where the value of a variable comes from. */
type Source =
  | { readonly from: "config"; readonly value: Value<string | number>; readonly isSaid?: Condition }
  | { readonly from: "secret"; readonly key: string; readonly isOptional: boolean }
  | { readonly from: "redis-url" }
  | { readonly from: "redis-ca" };

const config = (value: Value<string | number>): Source => ({ from: "config", value });
const ifSaid = (value: Expression<string>): Source => ({ from: "config", value, isSaid: value });
const secret = (key: string): Source => ({ from: "secret", key, isOptional: false });
const secretIfAny = (key: string): Source => ({ from: "secret", key, isOptional: true });

const said = values.config;
const hasTurn = differs(values.turn.provider, "none");

/** How each variable of the services is set: a new one of theirs does not compile before it stands here, and in `config` of values/index.ts if operators choose it. */
const sources: Readonly<Record<SettingName, Source>> = {
  API_PORT: config(ports.api),
  SIGNAL_PORT: config(ports.signal),
  OPS_PORT: config(ports.ops),
  FRONTEND_PORT: config(443),
  DOMAIN: config(values.domain),
  API_ORIGIN: ifSaid(said.apiOrigin),
  WS_PUBLIC: ifSaid(said.wsPublic),
  SIGNAL_PATH: config(said.signalPath),
  ALLOWED_ORIGINS: { from: "config", value: join(said.allowedOrigins, ","), isSaid: said.allowedOrigins },
  TRUST_PROXY_HOPS: config(said.trustProxyHops),
  CREATE_AUTH: config(said.createAuth),
  CALL_TTL_SECONDS: config(said.callTtlSeconds),
  CODE_TTL_SECONDS: config(said.codeTtlSeconds),
  JOIN_TOKEN_TTL_SECONDS: config(said.joinTokenTtlSeconds),
  MAX_PEERS_PER_CALL: config(said.maxPeersPerCall),
  RATE_CREATE: config(said.rateCreate),
  RATE_RESOLVE: config(said.rateResolve),
  RATE_JOIN: config(said.rateJoin),
  RATE_CHECK: config(said.rateCheck),
  RATE_REPORT: config(said.rateReport),
  CLIENT_REPORTS: config(said.clientReports),
  REDIS_MIN_REPLICAS: config(said.redisMinReplicas),
  LOG_LEVEL: config(said.logLevel),
  DRAIN_SECONDS: config(said.drainSeconds),
  // `preStop` has waited already, and who deletes a pod by force leaves it two seconds.
  DRAIN_DELAY_SECONDS: config(0),
  TURN_DOMAIN: { from: "config", value: values.turn.domain, isSaid: hasTurn },
  TURN_TTL_SECONDS: config(said.turnTtlSeconds),
  TURN_UDP_PORT: config(values.turn.udpPort),
  TURN_TLS_PORT: config(publicTlsPort),
  JWT_SECRET: secret("jwt-secret"),
  JWT_SECRET_PREVIOUS: secretIfAny("jwt-secret-previous"),
  TURN_SECRET: secret("turn-secret"),
  API_KEYS: secretIfAny("api-keys"),
  TELEGRAM_BOT_TOKEN: secretIfAny("telegram-bot-token"),
  REDIS_URL: { from: "redis-url" },
  REDIS_TLS_CA: { from: "redis-ca" },
};

type Role = keyof typeof settingsOf;

const sourcesOf = (role: Role): readonly (readonly [string, Source])[] =>
  Object.entries(sources).filter(([name]) => Object.hasOwn(settingsOf[role], name));

const asText = (value: Value<string | number>): Tree<string> => (typeof value === "number" ? String(value) : text`${value}`);

/** What a ConfigMap says to a service: everything that may be known. */
export const configOf = (role: Role): Tree<Record<string, string>> => ({
  NODE_ENV: "production",
  ...Object.fromEntries(
    sourcesOf(role).flatMap(([name, source]) => {
      if (source.from !== "config") return [];
      const value = asText(source.value);
      return [[name, source.isSaid === undefined ? value : when<string>(source.isSaid, value)]];
    }),
  ),
  ...tracingOf(role),
});

const tracingOf = (role: Role): Readonly<Record<string, Tree<string>>> => {
  const whenTraced = (value: Tree<string>): Tree<string> => when<string>(values.tracing.endpoint, value);
  return {
    OTEL_SERVICE_NAME: whenTraced(`tgcall-${role}`),
    OTEL_EXPORTER_OTLP_ENDPOINT: whenTraced(values.tracing.endpoint),
    OTEL_EXPORTER_OTLP_PROTOCOL: whenTraced(values.tracing.protocol),
    OTEL_TRACES_SAMPLER: whenTraced("parentbased_traceidratio"),
    OTEL_TRACES_SAMPLER_ARG: whenTraced(values.tracing.sampledRatio),
  };
};

/** What a service is told from Secrets: everything that must not be known. */
export const secretsOf = (role: Role): NamedTree<readonly IEnvVar[]> =>
  namedTree<IEnvVar[]>(
    `tgcall.${role}.secrets`,
    `What ${role} is told from Secrets`,
    sourcesOf(role).flatMap(([name, source]) => secretOf(role, name, source)),
  );

/** What the values themselves say of these; drawn ones change by their generation. */
export const saidSecretsOf = (role: Role): NamedTree<Readonly<Record<string, string>>> =>
  namedTree<Record<string, string>>(`tgcall.${role}.saidSecrets`, `What the values say of secrets of ${role}`, {
    REDIS_URL: values.externalRedis.url,
    ...(Object.hasOwn(settingsOf[role], "TELEGRAM_BOT_TOKEN") ? { TELEGRAM_BOT_TOKEN: values.secrets.telegramBotToken } : {}),
  });

function secretOf(role: Role, name: string, source: Source): readonly Tree<IEnvVar>[] {
  const refer = (secretKeyRef: Tree<ISecretKeySelector>): Tree<IEnvVar> => ({ name, valueFrom: { secretKeyRef } });
  switch (source.from) {
    case "config":
      return [];
    case "secret":
      return [refer({ name: mainSecret, key: source.key, ...(source.isOptional ? { optional: true } : {}) })];
    case "redis-url":
      return [refer(redisUrlSource(role))];
    case "redis-ca":
      return [when<IEnvVar>(values.externalRedis.tlsCaSecret, refer({ name: values.externalRedis.tlsCaSecret, key: "ca.crt" }))];
    default:
      return source satisfies never;
  }
}
