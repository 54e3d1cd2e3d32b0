import { createHash, timingSafeEqual } from "node:crypto";

/** Whether `given` is one of `keys`; takes the same time whichever key matches, or none. */
export function matchesApiKey(given: string, keys: readonly string[]): boolean {
  const wanted = digest(given);
  let isKnown = false;
  for (const key of keys) {
    const isThis = timingSafeEqual(wanted, digest(key));
    isKnown = isKnown || isThis;
  }
  return isKnown;
}

// Digests have one length, so neither content nor length of a key shows in the time.
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
