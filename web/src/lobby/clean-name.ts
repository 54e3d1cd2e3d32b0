import { limits } from "@tgcall/protocol";

/** Characters that the service refuses in a name: controls, direction overrides, lone surrogates. */
const refused = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A name as the service takes it, whatever was typed or pasted; a pair that the cut parts is left out. */
export const cleanName = (typed: string): string =>
  typed.replace(refused, "").trim().slice(0, limits.maxNameLength).replace(refused, "").trim();
