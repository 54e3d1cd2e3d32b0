import { createHmac } from "node:crypto";
import { Problem } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { verifyInitData } from "./init-data.ts";

const botToken = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";
const nowSeconds = 1_800_000_000;
const genuine: Readonly<Record<string, string>> = {
  query_id: "AAHdF6IQAAAAAN0XohDhrOrc",
  user: JSON.stringify({ id: 279058397, first_name: "Ana Мария", username: "ana+1", language_code: "en" }),
  auth_date: String(nowSeconds),
  signature: "zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ",
};

/** Signs as Telegram does: all fields sorted, under the bot's key. */
function hashOf(fields: Readonly<Record<string, string>>, token = botToken): string {
  const signed = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join("\n");
  const key = createHmac("sha256", "WebAppData").update(token).digest();
  return createHmac("sha256", key).update(signed).digest("hex");
}

const signed = (fields: Readonly<Record<string, string>>, token?: string): string =>
  new URLSearchParams({ ...fields, hash: hashOf(fields, token) }).toString();

const verdict = (initData: string, maxAgeSeconds?: number): unknown => {
  try {
    const age = maxAgeSeconds === undefined ? {} : { maxAgeSeconds };
    return verifyInitData({ initData, botToken, nowMs: nowSeconds * 1000, ...age }).userId;
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
};

const without = (name: string): Record<string, string> => Object.fromEntries(Object.entries(genuine).filter(([each]) => each !== name));

test("Telegram's proof gives the user's id, and the hash that names the proof", () => {
  const result = verifyInitData({ initData: signed(genuine), botToken, nowMs: nowSeconds * 1000 });

  expect(result).toEqual({ userId: "279058397", hash: hashOf(genuine) });
});

test("the published vector of another implementation is accepted", () => {
  // https://docs.telegram-mini-apps.com/platform/init-data#example (bot token and data are public).
  const initData =
    "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2";

  const result = verifyInitData({ initData, botToken: "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8", nowMs: 1_662_771_648_000 });

  expect(result.userId).toBe("279058397");
});

test("a blank may be written as + or as %20", () => {
  expect(verdict(signed(genuine).replaceAll("+", "%20"))).toBe("279058397");
});

test("a proof works for 5 minutes, or as long as is asked for", () => {
  const aged = (seconds: number): string => signed({ ...genuine, auth_date: String(nowSeconds - seconds) });

  expect(verdict(aged(300))).toBe("279058397");
  expect(verdict(aged(301))).toBe("init_data_invalid");
  expect(verdict(aged(3600), 3600)).toBe("279058397");
  expect(verdict(aged(-30))).toBe("279058397");
  expect(verdict(aged(-31))).toBe("init_data_invalid");
});

describe("refuses", () => {
  test.each<[string, string]>([
    ["nothing", ""],
    ["a proof without a hash", new URLSearchParams(genuine).toString()],
    ["a wrong hash", new URLSearchParams({ ...genuine, hash: "0".repeat(64) }).toString()],
    ["an upper-case hash", new URLSearchParams({ ...genuine, hash: hashOf(genuine).toUpperCase() }).toString()],
    ["a short hash", new URLSearchParams({ ...genuine, hash: hashOf(genuine).slice(0, 32) }).toString()],
    ["two hashes", `${signed(genuine)}&hash=${hashOf(genuine)}`],
    ["another bot's proof", signed(genuine, "654321:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr")],
    ["an appended field", `${signed(genuine)}&start_param=x`],
    ["a field taken away", signed(genuine).replace(/signature=[^&]*&/, "")],
    ["another user in place of the signed one", signed(genuine).replace("279058397", "279058398")],
    ["a second user behind the signed one", `${signed(genuine)}&user=%7B%22id%22%3A1%7D`],
    ["a proof without auth_date", signed(without("auth_date"))],
    ["an auth_date that is no number", signed({ ...genuine, auth_date: "now" })],
    ["a negative auth_date", signed({ ...genuine, auth_date: "-1" })],
    ["a proof without a user", signed(without("user"))],
    ["a user that is no JSON", signed({ ...genuine, user: "279058397}" })],
    ["a user that is null", signed({ ...genuine, user: "null" })],
    ["a user whose id is text", signed({ ...genuine, user: '{"id":"279058397"}' })],
    ["a user whose id has a fraction", signed({ ...genuine, user: '{"id":1.5}' })],
    ["a proof of 100 KB", signed({ ...genuine, padding: "x".repeat(100_000) })],
  ])("%s", (_, initData) => {
    expect(verdict(initData)).toBe("init_data_invalid");
  });
});
