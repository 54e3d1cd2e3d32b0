import { expect, test } from "vitest";
import { chooseLocale } from "./locale.ts";

test.each([
  [["ru-RU", "en"], "ru"],
  [["de", "ru", "en"], "ru"],
  [["EN_us"], "en"],
  [["de", "fr"], "en"],
  [[undefined, "ru"], "ru"],
  [[], "en"],
])("%j speaks %s", (wanted, locale) => {
  expect(chooseLocale(wanted)).toBe(locale);
});
