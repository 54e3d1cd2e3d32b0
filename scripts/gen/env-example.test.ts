import { parseEnv } from "node:util";
import { readConfig as readApi } from "@tgcall/api/config";
import { readConfig as readSignal } from "@tgcall/signal/config";
import { expect, test } from "vitest";
import { renderConfigurationPage } from "./configuration-page.ts";
import { renderEnvExample } from "./env-example.ts";
import { settingsGroups } from "./settings-groups.ts";

const names = settingsGroups.flatMap(({ table }) => Object.keys(table));
const uncommented = renderEnvExample().replaceAll(/^#(?=[A-Z0-9_]+=)/gm, "");

test("every setting stands on the page and in .env.example exactly once", () => {
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(parseEnv(uncommented)).toSorted()).toEqual(names.toSorted());
  for (const name of names) expect(renderConfigurationPage().split(`| \`${name}\` |`)).toHaveLength(2);
});

test("but for who may create calls, .env.example with every default said is what development has anyway", () => {
  for (const { CREATE_AUTH, ...env } of [parseEnv(renderEnvExample()), parseEnv(uncommented)]) {
    expect(CREATE_AUTH).toBe("api-key");
    expect(readApi(env)).toEqual(readApi({}));
    expect(readSignal(env)).toEqual(readSignal({}));
  }
});

test("every secret that compose.yaml cannot do without stands open in .env.example", () => {
  for (const name of ["JWT_SECRET", "TURN_SECRET", "REDIS_PASSWORD", "API_KEYS"])
    expect(renderEnvExample()).toMatch(new RegExp(`^${name}=$`, "m"));
});

test("neither shows a secret", () => {
  expect(renderConfigurationPage() + renderEnvExample()).not.toMatch(/tgcall-development/);
});

test("what the contract names is there", () => {
  const promised =
    "DOMAIN API_ORIGIN WS_PUBLIC JWT_SECRET TURN_SECRET TURN_DOMAIN TURN_TTL_SECONDS JOIN_TOKEN_TTL_SECONDS REDIS_URL SIGNAL_PATH FRONTEND_PORT API_PORT SIGNAL_PORT REDIS_PORT TURN_UDP_PORT TURN_TLS_PORT NGINX_HTTP_PORT NGINX_HTTPS_PORT SSL_CERT_PATH SSL_KEY_PATH CALL_TTL_SECONDS CODE_TTL_SECONDS MAX_PEERS_PER_CALL CREATE_AUTH API_KEYS TELEGRAM_BOT_TOKEN JWT_SECRET_PREVIOUS TURN_SECRET_PREVIOUS RATE_CREATE RATE_RESOLVE RATE_JOIN REDIS_MIN_REPLICAS OPS_PORT ALLOWED_ORIGINS TRUST_PROXY_HOPS LOG_LEVEL DRAIN_SECONDS";

  expect(names).toEqual(expect.arrayContaining(promised.split(" ")));
});
