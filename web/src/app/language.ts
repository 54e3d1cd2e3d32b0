import { chooseLocale, type Locale, locales } from "../texts/locale.ts";
import { speak } from "../texts/t.ts";
import { browserShelf } from "./shelves.ts";

/** Speaks the remembered language, else the first of the browser's that the pages know. */
export async function restoreLanguage(): Promise<void> {
  await show(chooseLocale([browserShelf.get("language"), ...navigator.languages]));
}

/** Speaks this language and remembers it; a language that cannot be loaded changes nothing. */
export function chooseLanguage(value: string): void {
  const locale = locales.find((known) => known === value);
  if (locale === undefined) return;
  show(locale).then(
    () => browserShelf.set("language", locale),
    () => {},
  );
}

async function show(locale: Locale): Promise<void> {
  await speak(locale);
  document.documentElement.lang = locale;
}
