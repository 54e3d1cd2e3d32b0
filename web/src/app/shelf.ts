/** A named place for text that outlives the page. */
export interface Shelf {
  get(name: string): string | undefined;
  /** Stores the text, or forgets it when `undefined`; answers whether it will outlive the page. */
  set(name: string, text: string | undefined): boolean;
}

const prefix = "tgcall.";

/** Wraps a browser storage that may be forbidden or full: then the text lives as long as the page. */
export function openShelf(storage: () => Storage): Shelf {
  const fallback = new Map<string, string>();
  return {
    get(name) {
      try {
        return storage().getItem(prefix + name) ?? fallback.get(name);
      } catch {
        return fallback.get(name);
      }
    },
    set(name, text) {
      fallback.delete(name);
      try {
        if (text === undefined) storage().removeItem(prefix + name);
        else storage().setItem(prefix + name, text);
        return true;
      } catch {
        if (text !== undefined) fallback.set(name, text);
        return false;
      }
    },
  };
}

/** The JSON value under `name`, or `undefined` when there is none or it cannot be read. */
export function readJson(shelf: Shelf, name: string): unknown {
  try {
    return JSON.parse(shelf.get(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
