/** A sentence that depends on `{count}`, by CLDR plural category. */
export type Plural = { readonly other: string } & { readonly [category in Intl.LDMLPluralRule]?: string };

export type Source = Readonly<Record<string, string | Plural>>;

/** The same keys in another language: a sentence for a sentence, plural forms for plural forms. */
export type Translated<S extends Source> = { readonly [K in keyof S]: S[K] extends string ? string : Plural };

/** The `{placeholders}` of a sentence. */
export type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;

export type Values = Readonly<Record<string, string | number>>;

/** Puts the values into a sentence; the plural form follows `count`. */
export function fill(entry: string | Plural, values: Values, locale: string): string {
  const sentence = typeof entry === "string" ? entry : pluralForm(entry, Number(values["count"]), locale);
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}

function pluralForm(forms: Plural, count: number, locale: string): string {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
}
