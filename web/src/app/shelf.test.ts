import { expect, test } from "vitest";
import { openShelf, readJson } from "./shelf.ts";

const forbidden = (): never => {
  throw new DOMException("forbidden", "SecurityError");
};

test("a storage that is forbidden remembers as long as the page", () => {
  const shelf = openShelf(forbidden);

  expect(shelf.set("name", "Ann")).toBe(false);
  expect(shelf.get("name")).toBe("Ann");
  shelf.set("name", undefined);
  expect(shelf.get("name")).toBeUndefined();
});

test("a storage that works keeps text under a name of its own", () => {
  const stored = new Map<string, string>();
  const shelf = openShelf(() => ({
    length: 0,
    key: () => null,
    clear: () => {},
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  }));

  expect(shelf.set("name", "Ann")).toBe(true);

  expect(stored).toEqual(new Map([["tgcall.name", "Ann"]]));
  expect(shelf.get("name")).toBe("Ann");
});

test("what is no JSON reads as nothing", () => {
  const shelf = openShelf(forbidden);
  shelf.set("broken", "{");

  expect(readJson(shelf, "broken")).toBeUndefined();
  expect(readJson(shelf, "absent")).toBeUndefined();
});
