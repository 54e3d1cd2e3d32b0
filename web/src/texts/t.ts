import { signal } from "@preact/signals";
import type { english } from "./en.ts";
import type { Locale } from "./locale.ts";
import { fill, type Placeholders, type Translated, type Values } from "./translation.ts";

type English = typeof english;

export type TextKey = keyof English;

/** Every sentence of the pages in one language. */
export type Texts = Translated<English>;

/** The keys of sentences without placeholders. */
export type PlainKey = { [K in TextKey]: [Needed<K>] extends [never] ? K : never }[TextKey];

/** Words that follow the language in use. */
export type Words = () => string;

type Needed<K extends TextKey> = English[K] extends string
  ? Placeholders<English[K]>
  : "count" | Placeholders<English[K]["other" & keyof English[K]]>;
type Arguments<K extends TextKey> = [Needed<K>] extends [never] ? [] : [values: { readonly [P in Needed<K>]: string | number }];

const loaders: Readonly<Record<Locale, () => Promise<Texts>>> = {
  en: async () => (await import("./en.ts")).english,
  ru: async () => (await import("./ru.ts")).russian,
};

const spoken = signal<{ readonly locale: Locale; readonly texts: Partial<Texts> }>({ locale: "en", texts: {} });

/** The language in use; components that read it, or `t`, follow a change. */
export const currentLocale = (): Locale => spoken.value.locale;

/** Loads a language and speaks it from then on; rejects when its file cannot be loaded. */
export async function speak(locale: Locale): Promise<void> {
  spoken.value = { locale, texts: await loaders[locale]() };
}

/** The sentence of `key` in the language in use; its placeholders are arguments that the compiler knows. */
export function t<K extends TextKey>(key: K, ...[values]: Arguments<K>): string {
  const { locale, texts } = spoken.value;
  const given: Values = values ?? {};
  return fill(texts[key] ?? key, given, locale);
}
