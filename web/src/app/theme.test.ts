import { expect, test } from "vitest";
import { fakeShelf } from "../testing/fake-shelf.ts";
import { chooseTheme, restoreTheme, theme } from "./theme.ts";

const openRoot = (): HTMLElement => ({ dataset: {} }) as HTMLElement;

test("a chosen theme is shown and remembered", () => {
  const [shelf, root, next] = [fakeShelf(), openRoot(), openRoot()];

  chooseTheme("dark", shelf, root);
  restoreTheme(shelf, next);

  expect([root.dataset["theme"], next.dataset["theme"], theme.value]).toEqual(["dark", "dark", "dark"]);
});

test("the system's theme needs no memory, and nonsense is none", () => {
  const [shelf, root] = [fakeShelf(), openRoot()];
  chooseTheme("dark", shelf, root);
  chooseTheme("system", shelf, root);
  expect(shelf.texts.size).toBe(0);

  shelf.set("theme", "pink");
  restoreTheme(shelf, root);

  expect(root.dataset["theme"]).toBeUndefined();
});
