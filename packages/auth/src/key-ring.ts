import { createHash } from "node:crypto";

/** The current key signs; both verify, chosen by `kid` from these two alone. */
export interface KeyRing {
  readonly current: { readonly kid: string; readonly key: Promise<CryptoKey> };
  find(kid: unknown): Promise<CryptoKey> | undefined;
}

/** Keys of one secret, and of the one before it during a rotation. */
export function createKeyRing(secret: string, previousSecret: string | undefined): KeyRing {
  if (secret === "") throw new RangeError("the secret for tokens is empty");
  const current = { kid: kidOf(secret), key: importKey(secret) };
  const keys = new Map([[current.kid, current.key]]);
  if (previousSecret) keys.set(kidOf(previousSecret), importKey(previousSecret));
  return { current, find: (kid) => (typeof kid === "string" ? keys.get(kid) : undefined) };
}

const kidOf = (secret: string): string => createHash("sha256").update(`tgcall-kid:${secret}`).digest("base64url").slice(0, 11);

const importKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
