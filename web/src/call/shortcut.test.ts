import { expect, test } from "vitest";
import { shortcutOf } from "./shortcut.ts";

const plain = { repeat: false, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

test.each([
  ["m", "KeyM", "microphone"],
  ["v", "KeyV", "camera"],
  ["s", "KeyS", "screen"],
  ["h", "KeyH", "hand"],
  ["ь", "KeyM", "microphone"],
  ["m", "Semicolon", "microphone"],
  ["a", "KeyM", undefined],
  ["x", "KeyX", undefined],
  ["Enter", "Enter", undefined],
])("%s on %s means %s", (key, code, shortcut) => {
  expect(shortcutOf({ ...plain, key, code })).toBe(shortcut);
});

test.each(["repeat", "ctrlKey", "altKey", "metaKey", "shiftKey"])("a key with %s means nothing", (flag) => {
  expect(shortcutOf({ ...plain, key: "m", code: "KeyM", [flag]: true })).toBeUndefined();
});
