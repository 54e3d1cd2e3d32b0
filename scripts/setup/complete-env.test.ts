import { parseEnv } from "node:util";
import { readConfig as readApi } from "@tgcall/api/config";
import { readConfig as readSignal } from "@tgcall/signal/config";
import { expect, test } from "vitest";
import { renderEnvExample } from "../gen/env-example.ts";
import { completeEnv } from "./complete-env.ts";
import { wantedSettings } from "./wanted-settings.ts";

const wanted = (domain?: string) => wantedSettings({ domain, httpPort: undefined, httpsPort: undefined });

test("what setup writes is enough for every service in production", () => {
  const { text } = completeEnv(renderEnvExample(), wanted("call.acme.org"));
  const { REDIS_PASSWORD, ...env } = parseEnv(text);
  const production = { ...env, NODE_ENV: "production", REDIS_URL: `redis://:${REDIS_PASSWORD}@redis:6379` };

  expect(readApi(production)).toMatchObject({
    CREATE_AUTH: "api-key",
    apiOrigin: "https://call.acme.org:8443",
    TURN_DOMAIN: "call.acme.org",
  });
  expect(readSignal(production).wsPublic).toBe("wss://call.acme.org:8443/ws");
});

test("every secret is its own, and new each time", () => {
  const names = ["JWT_SECRET", "TURN_SECRET", "REDIS_PASSWORD", "API_KEYS"];
  const secrets = [1, 2].flatMap(() => {
    const { settings } = completeEnv("", wanted());
    return names.map((name) => settings.get(name));
  });

  expect(new Set(secrets).size).toBe(8);
  for (const each of secrets) expect(each).toMatch(/^[\w-]{43}$/);
});

test("nothing that is said is changed, and what is missing is added", () => {
  const mine = "# mine\nDOMAIN=here.example\nJWT_SECRET=mine\nTURN_SECRET=\n#API_KEYS=\nEXTRA=1";

  const { text, added } = completeEnv(mine, wanted("there.example"));

  expect(parseEnv(text)).toMatchObject({ DOMAIN: "here.example", EXTRA: "1", TURN_DOMAIN: "here.example" });
  expect(text.startsWith("# mine\nDOMAIN=here.example\nJWT_SECRET=mine\nTURN_SECRET=")).toBe(true);
  expect(added).toContain("TURN_SECRET");
  expect(added).not.toContain("JWT_SECRET");
  expect(text.match(/^#?API_KEYS=/gm)).toHaveLength(1);
});

test("a second run finds nothing to do", () => {
  const once = completeEnv(renderEnvExample(), wanted()).text;

  expect(completeEnv(once, wanted("elsewhere.example"))).toMatchObject({ text: once, added: [] });
});

test("the origin of a standard port has no port", () => {
  const { settings } = completeEnv("", wantedSettings({ domain: "a.example", httpPort: "80", httpsPort: "443" }));

  expect(settings.get("API_ORIGIN")).toBe("https://a.example");
});
