import { type Expression, either, firstOf, named, text } from "../twofold/index.ts";
import { fullName } from "./names.ts";
import { values } from "./values/index.ts";

/** The Secret that holds what tokens are signed with, and the like. */
export const mainSecret = named(
  "tgcall.secretName",
  "The Secret of the installation, or the user's own",
  firstOf(values.secrets.existingSecret, text`${fullName}-secrets`),
);

/** The Secret with the passwords of the Redis that comes along. */
export const redisSecret = named(
  "tgcall.redis.secretName",
  "The Secret with passwords of Redis, or the user's own",
  firstOf(values.redis.existingSecret, text`${fullName}-redis-access`),
);

/** The Secret with the URL of a Redis that runs elsewhere. */
export const externalRedisSecret = named(
  "tgcall.externalRedis.secretName",
  "The Secret with the URL of an external Redis, or the user's own",
  firstOf(values.externalRedis.existingSecret, text`${fullName}-external-redis`),
);

/** The Secret with the certificate of the pages. */
export const tlsSecret = named(
  "tgcall.tls.secretName",
  "The Secret with the certificate",
  firstOf(values.tls.existingSecret, text`${fullName}-tls`),
);

/** The Secret with the certificate of coturn. */
export const turnTlsSecret = named(
  "tgcall.coturn.tlsSecretName",
  "The Secret with the certificate of coturn, or the user's own",
  firstOf(values.coturn.tlsSecret, firstOf(values.tls.existingSecret, text`${fullName}-turn-tls`)),
);

/** The key of the URL in the Secret of the chart. */
export const externalRedisKey = "redis-url";

const secretName = named(
  "tgcall.redisUrl.secretName",
  "The Secret with the URL of Redis, wherever that is",
  either(values.redis.enabled, redisSecret, externalRedisSecret),
);

const externalKey = either(values.externalRedis.existingSecret, values.externalRedis.existingSecretKey, externalRedisKey);

/** Where a service finds the URL of its Redis. */
export const redisUrlSource = (role: "api" | "signal"): { readonly name: Expression<string>; readonly key: Expression<string> } => ({
  name: secretName,
  key: named(`tgcall.${role}.redisUrlKey`, "The key of the URL in that Secret", either(values.redis.enabled, `${role}-url`, externalKey)),
});
