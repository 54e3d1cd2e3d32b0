import type { Shelf } from "../app/shelf.ts";

/** A shelf in memory, that also shows what stands on it. */
export function fakeShelf(): Shelf & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    get: (name) => texts.get(name),
    set: (name, text) => {
      if (text === undefined) texts.delete(name);
      else texts.set(name, text);
      return true;
    },
  };
}
