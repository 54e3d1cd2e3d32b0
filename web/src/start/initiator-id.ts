import type { Shelf } from "../app/shelf.ts";

/** Who this browser is to the api when it creates calls outside Telegram: random, and the same from then on. */
export function initiatorId(shelf: Shelf, randomId: () => string): string {
  const known = shelf.get("initiator");
  if (known !== undefined && /^web-[0-9a-f]{32}$/.test(known)) return known;
  const fresh = `web-${randomId()}`;
  shelf.set("initiator", fresh);
  return fresh;
}
