import { expect, test } from "vitest";
import { readSettings } from "./read-settings.ts";
import {
  processSettings,
  publicAddress,
  publicSettings,
  redisUrlIsGiven,
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
