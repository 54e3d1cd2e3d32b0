import { Settings2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { chooseLanguage } from "../app/language.ts";
import { browserShelf } from "../app/shelves.ts";
import { chooseTheme, theme, themes } from "../app/theme.ts";
import { localeNames, locales } from "../texts/locale.ts";
import { currentLocale, t } from "../texts/t.ts";
import { Dialog } from "./dialog.tsx";
import { IconButton } from "./icon-button.tsx";
import { SelectField } from "./select-field.tsx";

/** Language and theme, behind one button. */
export function Appearance() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t("page.settings")} icon={<Settings2 />} onPress={() => setOpen(true)} />
      {open && (
        <Dialog title={t("page.settings")} onClose={() => setOpen(false)}>
          <AppearanceFields />
        </Dialog>
      )}
    </>
  );
}

/** The two choices by themselves. */
export function AppearanceFields() {
  const languages = locales.map((locale) => ({ value: locale, label: localeNames[locale] }));
  const looks = themes.map((known) => ({ value: known, label: t(`page.theme.${known}`) }));
  const chooseLook = (value: string): void => {
    const next = themes.find((known) => known === value);
    if (next !== undefined) chooseTheme(next, browserShelf, document.documentElement);
  };
  return (
    <div class="stack">
      <SelectField label={t("page.language")} value={currentLocale()} options={languages} onChoose={chooseLanguage} />
      <SelectField label={t("page.theme")} value={theme.value} options={looks} onChoose={chooseLook} />
    </div>
  );
}
