import { problems } from "@tgcall/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { english } from "./en.ts";
import { locales } from "./locale.ts";
import { russian } from "./ru.ts";
import { speak, t } from "./t.ts";
import type { Plural } from "./translation.ts";

const languages = { en: english, ru: russian } as const;
const sentences = (entry: string | Plural): string[] => (typeof entry === "string" ? [entry] : Object.values(entry));
const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([found]) => found).toSorted();

describe("every language", () => {
  test("has the placeholders of English in each sentence", () => {
    for (const [key, entry] of Object.entries(russian)) {
      const [original = ""] = sentences(english[key as keyof typeof english]);
      for (const sentence of sentences(entry)) expect([key, placeholders(sentence)]).toEqual([key, placeholders(original)]);
    }
  });

  test.each(locales)("has each plural form that %s knows", (locale) => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const entry of Object.values(languages[locale])) {
      if (typeof entry !== "string") expect(Object.keys(entry).toSorted()).toEqual([...pluralCategories].toSorted());
    }
  });

  test.each(locales)("says nothing empty in %s", (locale) => {
    for (const entry of Object.values(languages[locale])) expect(sentences(entry).every((sentence) => sentence.trim() !== "")).toBe(true);
  });

  test.each(locales)("has words for every problem in %s", (locale) => {
    for (const code of Object.keys(problems)) {
      expect(languages[locale]).toHaveProperty([`reason.${code}.title`]);
      expect(languages[locale]).toHaveProperty([`reason.${code}.text`]);
    }
  });
});

describe("speaking", () => {
  beforeAll(() => speak("ru"));

  test.each([
    [1, "1 человек в звонке"],
    [2, "2 человека в звонке"],
    [5, "5 человек в звонке"],
    [21, "21 человек в звонке"],
  ])("counts %d in Russian", (count, words) => {
    expect(t("call.people", { count })).toBe(words);
  });

  test("puts values where they belong, as they are", () => {
    expect(t("notice.joined", { name: "$& {name}" })).toBe("$& {name} в звонке");
  });
});
