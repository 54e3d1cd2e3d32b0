import { createHmac, timingSafeEqual } from "node:crypto";
import { Problem } from "@tgcall/protocol";

const maxLength = 8192;
const maxFutureSeconds = 30;

/**
 * Checks what Telegram signed for a Mini App (`WebApp.initData`) and answers whose it is; `hash` names this very proof.
 *
 * Throws `init_data_invalid` when it is forged, older than `maxAgeSeconds` (300), from the future or malformed.
 * Source: https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
 */
export function verifyInitData(options: {
  readonly initData: string;
  readonly botToken: string;
  readonly nowMs: number;
  readonly maxAgeSeconds?: number;
}): { readonly userId: string; readonly hash: string } {
  const { initData, botToken, nowMs, maxAgeSeconds = 300 } = options;
  const fields = readFields(initData);
  const hash = fields.get("hash") ?? "";
  if (!isSignedBy(botToken, fields, hash)) throw invalid();

  const ageSeconds = nowMs / 1000 - readTime(fields.get("auth_date"));
  if (ageSeconds > maxAgeSeconds || ageSeconds < -maxFutureSeconds) throw invalid();

  return { userId: readUserId(fields.get("user")), hash };
}

const invalid = (): Problem => new Problem("init_data_invalid");

function readFields(initData: string): ReadonlyMap<string, string> {
  if (initData.length > maxLength) throw invalid();
  const pairs = [...new URLSearchParams(initData)];
  const fields = new Map(pairs);
  if (fields.size !== pairs.length) throw invalid();
  return fields;
}

function isSignedBy(botToken: string, fields: ReadonlyMap<string, string>, hash: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(hash)) return false;
  const signed = [...fields]
    .filter(([name]) => name !== "hash")
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("\n");
  const key = createHmac("sha256", "WebAppData").update(botToken).digest();
  return timingSafeEqual(createHmac("sha256", key).update(signed).digest(), Buffer.from(hash, "hex"));
}

function readTime(authDate: string | undefined): number {
  if (authDate === undefined || !/^\d{1,12}$/.test(authDate)) throw invalid();
  return Number(authDate);
}

function readUserId(user: string | undefined): string {
  const id = parseJson(user ?? "")?.id;
  if (typeof id !== "number" || !Number.isSafeInteger(id)) throw invalid();
  return String(id);
}

function parseJson(json: string): { readonly id?: unknown } | null {
  try {
    return JSON.parse(json) as { readonly id?: unknown } | null;
  } catch {
    throw invalid();
  }
}
