import { signal } from "@preact/signals";
import type { Shelf } from "./shelf.ts";

/** `system` follows prefers-color-scheme. */
export type Theme = "system" | "light" | "dark";

export const themes: readonly Theme[] = ["system", "light", "dark"];

/** The theme in use, and how to change it. */
export const theme = signal<Theme>("system");

/** Shows the remembered theme on `root`. */
export function restoreTheme(shelf: Shelf, root: HTMLElement): void {
  const remembered = themes.find((known) => known === shelf.get("theme"));
  showTheme(remembered ?? "system", root);
}

/** Shows `next` on `root` and remembers it. */
export function chooseTheme(next: Theme, shelf: Shelf, root: HTMLElement): void {
  showTheme(next, root);
  shelf.set("theme", next === "system" ? undefined : next);
}

function showTheme(next: Theme, root: HTMLElement): void {
  theme.value = next;
  if (next === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = next;
}
