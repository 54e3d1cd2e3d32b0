/** What a single key does during a call. */
export type Shortcut = "microphone" | "camera" | "screen" | "hand";

const letters: Readonly<Record<string, Shortcut>> = { m: "microphone", v: "camera", s: "screen", h: "hand" };

interface Key {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** The shortcut of a key press: by its letter, or by its place where the layout has no Latin letters; none with modifiers. */
export function shortcutOf({ key, code, repeat, ctrlKey, altKey, metaKey, shiftKey }: Key): Shortcut | undefined {
  if (repeat || ctrlKey || altKey || metaKey || shiftKey) return undefined;
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase();
  return Object.hasOwn(letters, letter) ? letters[letter] : undefined;
}
