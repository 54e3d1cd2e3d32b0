import { Problem, type ProblemCode } from "@tgcall/protocol";
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { KeyRing } from "./key-ring.ts";

/** What tells one sort of token from another, so that neither is ever taken for the other. */
export interface TokenKind {
  readonly name: "join_token" | "ticket";
  readonly typ: string;
  readonly audience: string;
  readonly invalid: ProblemCode;
  readonly expired: ProblemCode;
  /** Refuses tokens that were signed for longer than this. */
  readonly maxLifeSeconds: number;
}

/** What every token carries beside its own claims. Seconds since 1970, as in RFC 7519. */
export interface TokenTimes {
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

/** Signs and verifies tokens of one kind. */
export interface SignedTokens {
  sign(claims: JWTPayload, times: TokenTimes): Promise<string>;
  /** The claims of a genuine token; throws the kind's `expired` when it was genuine once, and its `invalid` for all else. */
  verify(token: string): Promise<JWTPayload & TokenTimes>;
}

const issuer = "tgcall";
const algorithm = "HS256";
const maxLength = 2048;
const maxFutureSeconds = 5;
// Three parts in base64url; the last is 32 bytes in their one canonical spelling, so a token has no second form.
const compactForm = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;
const headerNames = new Set(["alg", "typ", "kid"]);

/** `now` gives Unix milliseconds. */
export function createSignedTokens(kind: TokenKind, keys: KeyRing, now: () => number): SignedTokens {
  const keyFor = (header: JWTHeaderParameters): Promise<CryptoKey> => {
    const key = keys.find(header.kid);
    const isPlain = Object.keys(header).every((name) => headerNames.has(name));
    if (!isPlain || key === undefined) throw new Problem(kind.invalid);
    return key;
  };

  return {
    async sign(claims, { jti, iat, exp }) {
      const { kid, key } = keys.current;
      const token = new SignJWT({ ...claims, iss: issuer, aud: kind.audience, jti, iat, exp });
      return token.setProtectedHeader({ alg: algorithm, typ: kind.typ, kid }).sign(await key);
    },

    async verify(token) {
      if (token.length > maxLength || !compactForm.test(token)) throw new Problem(kind.invalid);
      const currentDate = new Date(now());
      const checks = { algorithms: [algorithm], issuer, audience: kind.audience, typ: kind.typ, currentDate, clockTolerance: 0 };
      const { payload } = await jwtVerify(token, keyFor, checks).catch((error: unknown) => {
        throw translate(error, kind);
      });
      if (!isTimed(payload) || !isPlausible(payload, kind, now())) throw new Problem(kind.invalid);
      return payload;
    },
  };
}

// No cause: jose's errors carry the payload.
function translate(error: unknown, kind: TokenKind): unknown {
  if (error instanceof errors.JWTExpired) return new Problem(kind.expired);
  return error instanceof errors.JOSEError ? new Problem(kind.invalid) : error;
}

const isTimed = (payload: JWTPayload): payload is JWTPayload & TokenTimes =>
  typeof payload.jti === "string" && Number.isSafeInteger(payload.iat) && Number.isSafeInteger(payload.exp);

const isPlausible = (payload: JWTPayload & TokenTimes, kind: TokenKind, nowMs: number): boolean =>
  typeof payload.aud === "string" &&
  payload.iat <= nowMs / 1000 + maxFutureSeconds &&
  payload.exp > payload.iat &&
  payload.exp - payload.iat <= kind.maxLifeSeconds;
