import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createTokens } from "@tgcall/auth";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("token.ts", import.meta.url));
const callId = "call0123456789abcdef";
const secret = "N7vK2pQ9xW4mZ8tR5yB1cD6fG3hJ0kLs";

const run = (words: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [script, ...words], { encoding: "utf8", env });

test("standard output is a join token for the call and nothing else", async () => {
  const { stdout, stderr, status } = run(["--call", callId, "--role", "initiator", "--ttl", "60"], { JWT_SECRET: secret });

  const claims = await createTokens({ secret }).verifyJoinToken(stdout.trimEnd());
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(claims).toMatchObject({ callId, role: "initiator" });
  expect(claims.expiresAtMs - Date.now()).toBeGreaterThan(50_000);
  expect(claims.expiresAtMs - Date.now()).toBeLessThanOrEqual(60_000);
});

test("a participant of a day's length is the default, signed as development signs", () => {
  const { stdout, status } = run(["--call", callId]);

  expect(status).toBe(0);
  expect(stdout.trimEnd().split(".")).toHaveLength(3);
});

test.each([
  [[]],
  [["--call", "no call"]],
  [["--call", callId, "--role", "admin"]],
  [["--call", callId, "--ttl", "0"]],
  [["--call", callId, "--ttl", "a day"]],
  [["--nonsense"]],
])("%o is answered with how to use it", (words) => {
  const { stdout, stderr, status } = run(words);

  expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
  expect(stderr).toContain("usage: npm run --silent token");
});

test("production without a secret signs nothing", () => {
  const { stdout, stderr, status } = run(["--call", callId], { NODE_ENV: "production" });

  expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
  expect(stderr).toContain("JWT_SECRET is required in production");
});
