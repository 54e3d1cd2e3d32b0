import { SettingsError } from "@tgcall/runtime";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const production = {
  NODE_ENV: "production",
  API_ORIGIN: "https://call.example.org",
  CREATE_AUTH: "open",
  JWT_SECRET: "q".repeat(32),
  TURN_SECRET: "w".repeat(32),
};

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

test("[API-29] without any setting it is ready for development", () => {
  const config = readConfig({});

  expect(config).toMatchObject({
    API_PORT: 3001,
    CREATE_AUTH: "open",
    MAX_PEERS_PER_CALL: 2,
    CALL_TTL_SECONDS: 86_400,
    CODE_TTL_SECONDS: 900,
  });
  expect(config).toMatchObject({ RATE_CREATE: { points: 30, seconds: 60 }, RATE_RESOLVE: { points: 10, seconds: 600 } });
  expect(config).toMatchObject({ RATE_JOIN: { points: 60, seconds: 60 }, RATE_CHECK: { points: 5, seconds: 600 }, apiOrigin: undefined });
});

test("[API-29] production starts when everything is said", () => {
  expect(problemsOf(production)).toEqual([]);
  expect(problemsOf({ ...production, API_ORIGIN: "", DOMAIN: "call.example.org" })).toEqual([]);
});

test.each(["JWT_SECRET", "TURN_SECRET", "CREATE_AUTH", "API_ORIGIN"])("[API-29] production refuses to start without %s", (name) => {
  const problems = problemsOf({ ...production, [name]: "" });

  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} is required`));
});

test.each([
  ["MAX_PEERS_PER_CALL", "1"],
  ["MAX_PEERS_PER_CALL", "9"],
  ["CREATE_AUTH", "nobody"],
  ["CALL_TTL_SECONDS", "0"],
  ["RATE_JOIN", "often"],
  ["RATE_JOIN", "0"],
  ["API_ORIGIN", "call.example.org"],
  ["API_ORIGIN", "https://call.example.org/path"],
  ["WS_PUBLIC", "https://call.example.org"],
  ["ALLOWED_ORIGINS", "*"],
  ["TRUST_PROXY_HOPS", "-1"],
])("[API-29] %s=%s is refused", (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
});

test("[API-29] each way to authorize needs what it checks with", () => {
  expect(problemsOf({ CREATE_AUTH: "api-key" })).toEqual(["API_KEYS is required: CREATE_AUTH is api-key"]);
  expect(problemsOf({ CREATE_AUTH: "telegram" })).toEqual(["TELEGRAM_BOT_TOKEN is required: CREATE_AUTH is telegram"]);
});
