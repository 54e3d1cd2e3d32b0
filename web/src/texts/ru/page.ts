import type { page as english } from "../en/page.ts";
import type { Translated } from "../translation.ts";

/** What every page says. */
export const page: Translated<typeof english> = {
  "page.home": "TGCall, на главную страницу",
  "page.settings": "Язык и оформление",
  "page.language": "Язык",
  "page.theme": "Оформление",
  "page.theme.system": "Как в системе",
  "page.theme.light": "Светлое",
  "page.theme.dark": "Тёмное",
  "page.close": "Закрыть",
  "page.cancel": "Отмена",
};
