import { createHash, randomBytes, randomInt } from "node:crypto";
import type { CallId, OneTimeCode, PeerId } from "@tgcall/protocol";

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new call id of 103 random bits: 20 of `[a-z0-9]`. */
export const createCallId = (): CallId => randomText(idAlphabet, 20) as CallId;

/** A new one-time code of 40 random bits, in Crockford base32. */
export const createOneTimeCode = (): OneTimeCode => randomText(codeAlphabet, 8) as OneTimeCode;

/** A new `jti` of 128 random bits, in base64url. */
export const createTokenId = (): string => randomBytes(16).toString("base64url");

/** The peer that a join token stands for: the same token is the same peer, on every page load and pod. */
export const peerIdOf = (callId: CallId, jti: string): PeerId =>
  createHash("sha256").update(`${callId}:${jti}`).digest("hex").slice(0, 24) as PeerId;

// `randomInt` is unbiased and draws from the system's CSPRNG.
const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
