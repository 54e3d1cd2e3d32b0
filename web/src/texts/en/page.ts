/** What every page says. */
export const page = {
  "page.home": "TGCall, to the start page",
  "page.settings": "Language and theme",
  "page.language": "Language",
  "page.theme": "Theme",
  "page.theme.system": "As the system",
  "page.theme.light": "Light",
  "page.theme.dark": "Dark",
  "page.close": "Close",
  "page.cancel": "Cancel",
} as const;
