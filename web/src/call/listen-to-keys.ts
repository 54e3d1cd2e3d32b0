import { type Shortcut, shortcutOf } from "./shortcut.ts";

/** Calls `act` for the call's keys until the answer is called; keys that go to a field, a menu or a dialog are left alone. */
export function listenToKeys(isOn: () => boolean, act: (shortcut: Shortcut) => void): () => void {
  const press = (event: KeyboardEvent): void => {
    const shortcut = shortcutOf(event);
    if (shortcut === undefined || !isOn() || isTyping(event.target)) return;
    event.preventDefault();
    act(shortcut);
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, select, textarea, [contenteditable], dialog") !== null;
