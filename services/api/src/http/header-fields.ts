import type { IncomingMessage } from "node:http";
import { Problem } from "@tgcall/protocol";

type WithHeaders = Pick<IncomingMessage, "headers">;

const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/** What follows `scheme` in `Authorization` (RFC 9110 §11.6.2), or `undefined`. */
export function readAuthorization({ headers }: WithHeaders, scheme: string): string | undefined {
  const [, givenScheme, credentials] = /^([A-Za-z]+) +(\S+)$/.exec(headers.authorization ?? "") ?? [];
  return givenScheme?.toLowerCase() === scheme.toLowerCase() ? credentials : undefined;
}

/** The `Idempotency-Key`, when there is one: 1 to 255 visible ASCII characters. */
export function readIdempotencyKey({ headers }: WithHeaders): string | undefined {
  const key = headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key === "string" && visibleAscii.test(key)) return key;
  throw new Problem("bad_request", "Idempotency-Key must have 1 to 255 visible ASCII characters");
}
