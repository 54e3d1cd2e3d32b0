declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Names a call: 16 to 32 of `[a-z0-9]`. */
export type CallId = Branded<"CallId">;
/** Names one participant of a call, the same after a reload: 16 to 32 of `[a-z0-9]`. */
export type PeerId = Branded<"PeerId">;
/** Eight characters of Crockford base32, upper case, without separators. */
export type OneTimeCode = Branded<"OneTimeCode">;
/** One memory of a membership; random, compared for equality only. */
export type Epoch = Branded<"Epoch">;
/** One page load, chosen at random by the client: 8 to 64 of `[A-Za-z0-9_-]`. */
export type Instance = Branded<"Instance">;

export type Role = "initiator" | "participant";

const idPattern = /^[a-z0-9]{16,32}$/;
const instancePattern = /^[A-Za-z0-9_-]{8,64}$/;
const codePattern = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const maxTypedCodeLength = 64;

export const isCallId = (value: unknown): value is CallId => typeof value === "string" && idPattern.test(value);

export const isPeerId = (value: unknown): value is PeerId => typeof value === "string" && idPattern.test(value);

export const isInstance = (value: unknown): value is Instance => typeof value === "string" && instancePattern.test(value);

export const isRole = (value: unknown): value is Role => value === "initiator" || value === "participant";

/**
 * Reads a code as a person types it: case, `-` and blanks do not matter, and the letters that Crockford base32 leaves out
 * are read as the digits they look like (`O` as 0, `I` and `L` as 1). Anything else is `undefined`.
 */
export function parseOneTimeCode(typed: string): OneTimeCode | undefined {
  if (typed.length > maxTypedCodeLength) return undefined;
  const code = typed.toUpperCase().replace(/[-\s]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return codePattern.test(code) ? (code as OneTimeCode) : undefined;
}

/** A code as people read it aloud: `ABCD-EFGH`. */
export const formatOneTimeCode = (code: OneTimeCode): string => `${code.slice(0, 4)}-${code.slice(4)}`;
