/** Prints a join token for a call: `npm run --silent token -- --call <id> [--role initiator|participant] [--ttl <seconds>]`. */
import { parseArgs } from "node:util";
import { createTokens } from "@tgcall/auth";
import { isCallId, isRole } from "@tgcall/protocol";
import { readSettings, SettingsError, tokenSettings } from "@tgcall/runtime";

const usage = "usage: npm run --silent token -- --call <id> [--role initiator|participant] [--ttl <seconds>]";

try {
  const { callId, role, ttlSeconds } = readWords();
  const { JWT_SECRET } = readSettings({ JWT_SECRET: tokenSettings.JWT_SECRET }, process.env, {
    production: process.env["NODE_ENV"] === "production",
  });
  console.log(await createTokens({ secret: JWT_SECRET }).signJoinToken({ callId, role, expiresAtMs: Date.now() + ttlSeconds * 1000 }));
} catch (error) {
  console.error(error instanceof SettingsError ? error.message : usage);
  process.exitCode = 2;
}

function readWords() {
  const { values } = parseArgs({
    options: { call: { type: "string" }, role: { type: "string", default: "participant" }, ttl: { type: "string", default: "86400" } },
  });
  const ttlSeconds = Number(values.ttl);
  if (!isCallId(values.call) || !isRole(values.role) || !Number.isSafeInteger(ttlSeconds) || ttlSeconds <= 0) throw new TypeError(usage);
  return { callId: values.call, role: values.role, ttlSeconds };
}
