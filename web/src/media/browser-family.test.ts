import { expect, test } from "vitest";
import { browserFamily } from "./browser-family.ts";

test.each([
  ["ios", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"],
  ["android", "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"],
  ["safari", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15"],
  ["chromium", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"],
  ["firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"],
  ["telegram", "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 Telegram-Android/11.0"],
  ["other", "curl/8"],
])("%s is told by its user agent", (family, userAgent) => {
  expect(browserFamily(userAgent)).toBe(family);
});
