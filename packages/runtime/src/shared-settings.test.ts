import { expect, test } from "vitest";
import { readSettings } from "./read-settings.ts";
import {
  processSettings,
  publicAddress,
  publicSettings,
  redisUrlIsGiven,
  redisUrlIsReadable,
  storeSettings,
  tokenSettings,
  turnSettings,
} from "./shared-settings.ts";

const shared = { ...tokenSettings, ...storeSettings, ...turnSettings, ...publicSettings, ...processSettings };
const address = (env: Record<string, string>): unknown => publicAddress(readSettings(publicSettings, env, { production: true }));

test("development needs no setting at all", () => {
  expect(() => readSettings(shared, {}, { production: false })).not.toThrow();
});

test("production refuses what development falls back to", () => {
  const { JWT_SECRET, TURN_SECRET } = readSettings(shared, {}, { production: false });

  const read = (): unknown => readSettings(shared, { JWT_SECRET, TURN_SECRET }, { production: true });

  expect(read).toThrow(/JWT_SECRET is a known default.*\n.*TURN_SECRET is a known default/);
});

test("a service started alone needs REDIS_URL", () => {
  const options = { production: false, rules: [redisUrlIsGiven] };

  expect(() => readSettings(shared, {}, options)).toThrow("REDIS_URL is required");
  expect(() => readSettings(shared, { REDIS_URL: "redis://localhost" }, options)).not.toThrow();
});

test.each([
  "redis://:password@localhost:6379/1",
  "rediss://redis.example.com",
  "redis+sentinel://user:pass,word@a:26379,b:26380,[::1]/master?sentinelPassword=x",
  "rediss+cluster://a:7000,b:7001",
])("REDIS_URL may be %s", (url) => {
  const read = readSettings(storeSettings, { REDIS_URL: url }, { production: true });

  expect(read.REDIS_URL).toBe(url);
});

test.each(["http://localhost", "redis+cluster://a b,c"])("REDIS_URL may not be %s", (url) => {
  expect(() => readSettings(storeSettings, { REDIS_URL: url }, { production: false })).toThrow("REDIS_URL must be a URL");
});

test("a REDIS_URL that cannot be read is told among the other problems, without being repeated", () => {
  const rules = [redisUrlIsReadable(() => "must name the Sentinels' master")];
  const read = (env: Record<string, string>): unknown => readSettings(storeSettings, env, { production: false, rules });

  expect(() => read({ REDIS_URL: "redis+sentinel://a,b" })).toThrow(/^bad configuration\n {2}REDIS_URL must name the Sentinels' master$/);
  expect(() => read({})).not.toThrow();
});

test("addresses follow DOMAIN unless they are set", () => {
  expect(address({})).toEqual({ apiOrigin: undefined, wsPublic: undefined });
  expect(address({ DOMAIN: "call.example.com" })).toEqual({
    apiOrigin: "https://call.example.com",
    wsPublic: "wss://call.example.com/ws",
  });
  expect(address({ DOMAIN: "call.example.com", API_ORIGIN: "http://localhost:8080", SIGNAL_PATH: "/signal" })).toEqual({
    apiOrigin: "http://localhost:8080",
    wsPublic: "ws://localhost:8080/signal",
  });
});

test("WS_PUBLIC keeps its own path, and gets the service's when it has none", () => {
  expect(address({ WS_PUBLIC: "wss://signal.example.com/a/b" })).toMatchObject({ wsPublic: "wss://signal.example.com/a/b" });
  expect(address({ WS_PUBLIC: "wss://signal.example.com" })).toMatchObject({ wsPublic: "wss://signal.example.com/ws" });
});
