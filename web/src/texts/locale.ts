/** The languages that the pages speak, by BCP 47 tag. */
export const locales = ["en", "ru"] as const;

export type Locale = (typeof locales)[number];

/** The names of the languages, each in its own. */
export const localeNames: Readonly<Record<Locale, string>> = { en: "English", ru: "Русский" };

/** The first wanted language that the pages speak; English when there is none. */
export function chooseLocale(wanted: readonly (string | undefined)[]): Locale {
  for (const tag of wanted) {
    const language = tag?.toLowerCase().split(/[-_]/)[0];
    const known = locales.find((locale) => locale === language);
    if (known !== undefined) return known;
  }
  return "en";
}
