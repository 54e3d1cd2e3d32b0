import { createApiClient } from "@tgcall/client";
import { expect, test } from "vitest";
import { sharedInstallation } from "./support/installation.ts";

const installation = sharedInstallation();
const { origin, apiKey } = installation;
const known = "change-me-change-me-change-me-change-me";

test.for([
  { service: "api", wrong: { JWT_SECRET: known, TURN_SECRET: "short" }, says: ["JWT_SECRET", "TURN_SECRET"] },
  { service: "signal", wrong: { JWT_SECRET: "" }, says: ["JWT_SECRET"] },
  { service: "coturn", wrong: { TURN_SECRET: known }, says: ["TURN_SECRET is a known default"] },
  { service: "redis", wrong: { REDIS_PASSWORD: "short" }, says: ["REDIS_PASSWORD must have at least 32 characters"] },
] as const)("$service does not start with a secret that everybody knows, and names each", async ({ service, wrong, says }) => {
  const settings = Object.entries(wrong).flatMap(([name, value]) => ["--env", `${name}=${value}`]);

  const failure = await installation.compose("run", "--rm", "--no-deps", "--no-TTY", ...settings, service).then(
    () => "it started",
    (error: Error & { readonly stdout: string; readonly stderr: string }) => `${error.stdout}${error.stderr}`,
  );

  for (const words of says) expect(failure).toContain(words);
  expect(failure).not.toContain(known);
});

test("without a .env compose says what to do", async () => {
  const failure = await installation.compose("--env-file", "/dev/null", "config", "--quiet").catch((error: Error) => error.message);

  expect(failure).toMatch(/is missing, run npm run setup/);
});

test("while JWT_SECRET is rotated, links of before still work", async () => {
  const api = createApiClient(origin);
  const { joinToken } = await api.create({ initiator_telegram_id: "rotation" }, { apiKey });
  const old = installation.setting("JWT_SECRET");

  installation.say({ JWT_SECRET: "Xp4rT8xQ2vR7nK5wYb9sLc3dFg6hJk1C", JWT_SECRET_PREVIOUS: old });
  await installation.up();
  expect((await api.join(joinToken)).role).toBe("initiator");

  installation.say({ JWT_SECRET_PREVIOUS: "" });
  await installation.up();
  await expect(api.join(joinToken)).rejects.toMatchObject({ code: "token_invalid" });
});
