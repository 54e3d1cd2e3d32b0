import { expect, test } from "vitest";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { shortcutSwitch } from "./shortcut-switch.ts";

test("keys act until they are switched off, also the next time", () => {
  const shelf = fakeShelf();
  const keys = shortcutSwitch(shelf);
  expect(keys.on.value).toBe(true);

  keys.set(false);

  expect(keys.on.value).toBe(false);
  expect(shortcutSwitch(shelf).on.value).toBe(false);
});
