import type { Shelf } from "../app/shelf.ts";

/** Keeps the key that a closed installation asks for: for this tab, or for this browser where the person said so. */
export interface ApiKeyMemory {
  read(): string | undefined;
  keep(key: string, where: "tab" | "browser"): void;
  forget(): void;
}

/** Keeps the key on one of two shelves. */
export function apiKeyMemory(tab: Shelf, browser: Shelf): ApiKeyMemory {
  const forget = (): void => {
    tab.set("api-key", undefined);
    browser.set("api-key", undefined);
  };
  return {
    read: () => tab.get("api-key") ?? browser.get("api-key"),
    keep: (key, where) => {
      forget();
      (where === "tab" ? tab : browser).set("api-key", key);
    },
    forget,
  };
}
