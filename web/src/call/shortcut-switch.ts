import { signal } from "@preact/signals";
import type { Shelf } from "../app/shelf.ts";

/** Whether single keys act in the call; a person may switch them off (WCAG 2.1.4), and the browser remembers it. */
export function shortcutSwitch(shelf: Shelf) {
  const on = signal(shelf.get("shortcuts") !== "off");
  return {
    on,
    set: (next: boolean): void => {
      on.value = next;
      shelf.set("shortcuts", next ? undefined : "off");
    },
  };
}
