import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { Problem } from "@tgcall/protocol";
import { CompactEncrypt } from "jose";
import { describe, expect, test } from "vitest";
import { createTokens } from "./tokens.ts";

const secret = "0123456789abcdef0123456789abcdef";
const nowSeconds = 1_800_000_000;
const tokens = createTokens({ secret, now: () => nowSeconds * 1000 });
const kid = createHash("sha256").update(`tgcall-kid:${secret}`).digest("base64url").slice(0, 11);
const goodHeader = { alg: "HS256", typ: "tgcall-ticket+jwt", kid };
const goodClaims = {
  iss: "tgcall",
  aud: "tgcall-signal",
  cid: "call0123456789abcdef",
  pid: "peer0123456789abcdef1234",
  role: "participant",
  name: "Ana",
  purpose: "call",
  jti: "t1",
  iat: nowSeconds,
  exp: nowSeconds + 90,
};

const encode = (value: unknown): string => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const hmac = (input: string, key: string | Buffer = secret, hash = "sha256"): string =>
  createHmac(hash, key).update(input).digest("base64url");

/** A token that is genuine but for what the test changes. */
function forge(
  change: { header?: object; claims?: object; rawHeader?: string; rawClaims?: string; key?: string; hash?: string } = {},
): string {
  const header = encode(change.rawHeader ?? { ...goodHeader, ...change.header });
  const claims = encode(change.rawClaims ?? { ...goodClaims, ...change.claims });
  return `${header}.${claims}.${hmac(`${header}.${claims}`, change.key, change.hash)}`;
}

const verdict = (sig: string): Promise<unknown> =>
  tokens.verifyTicket(sig).then(
    () => "accepted",
    (error: unknown) => (error instanceof Problem ? error.code : error),
  );

const unsigned = (alg: string): string => `${encode({ ...goodHeader, alg })}.${encode(goodClaims)}.`;

function rs256(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const input = `${encode({ ...goodHeader, alg: "RS256" })}.${encode(goodClaims)}`;
  return `${input}.${sign("sha256", Buffer.from(input), privateKey).toString("base64url")}`;
}

test("the forgery workshop makes a ticket that is accepted when nothing is changed", async () => {
  expect(await verdict(forge())).toBe("accepted");
});

describe("refuses a ticket", () => {
  test.each<[string, string]>([
    ["without a signature, alg none", unsigned("none")],
    ["without a signature, alg None", unsigned("None")],
    ["without a signature, alg NONE", unsigned("NONE")],
    ["without a signature, alg nOnE", unsigned("nOnE")],
    ["that says alg none above a genuine signature", forge({ header: { alg: "none" } })],
    ["with an empty signature", unsigned("HS256")],
    ["signed with HS512", forge({ header: { alg: "HS512" }, hash: "sha512" })],
    ["that says HS512 above an HS256 signature", forge({ header: { alg: "HS512" } })],
    ["signed with RS256", rs256()],
    ["signed with the kid, which is public", forge({ key: kid })],
    ["signed with another secret", forge({ key: "another-secret-another-secret-00" })],
    ["without alg", forge({ rawHeader: JSON.stringify({ typ: goodHeader.typ, kid }) })],
    ["without typ", forge({ header: { typ: undefined } })],
    ["of typ JWT", forge({ header: { typ: "JWT" } })],
    ["of a join token's typ", forge({ header: { typ: "tgcall-join+jwt" } })],
    ["without kid", forge({ header: { kid: undefined } })],
    ["of an unknown kid", forge({ header: { kid: "00000000000" } })],
    ["whose kid is a path", forge({ header: { kid: "../../etc/passwd" } })],
    ["whose kid is SQL", forge({ header: { kid: "' UNION SELECT 'x" } })],
    ["whose kid is __proto__", forge({ header: { kid: "__proto__" } })],
    ["whose kid is constructor", forge({ header: { kid: "constructor" } })],
    ["whose kid is a list", forge({ header: { kid: [kid] } })],
    ["that brings its own key by jku", forge({ header: { jku: "https://evil.example/jwks.json" } })],
    ["that brings its own key by x5u", forge({ header: { x5u: "https://evil.example/cert.pem" } })],
    ["that brings its own key by jwk", forge({ header: { jwk: { kty: "oct", k: encode(secret) } } })],
    ["with critical headers", forge({ header: { crit: ["exp"], exp: nowSeconds + 90 } })],
    ["with an unencoded payload", forge({ header: { b64: false, crit: ["b64"] } })],
    ["that says b64 true", forge({ header: { b64: true } })],
    ["of another issuer", forge({ claims: { iss: "evil" } })],
    ["without an issuer", forge({ claims: { iss: undefined } })],
    ["for another audience", forge({ claims: { aud: "tgcall-api" } })],
    ["for two audiences", forge({ claims: { aud: ["tgcall-signal", "tgcall-api"] } })],
    ["for a list of one audience", forge({ claims: { aud: ["tgcall-signal"] } })],
    ["without an audience", forge({ claims: { aud: undefined } })],
    ["without exp", forge({ claims: { exp: undefined } })],
    ["whose exp is text", forge({ claims: { exp: String(nowSeconds + 90) } })],
    ["whose exp has a fraction", forge({ claims: { exp: nowSeconds + 89.5 } })],
    ["whose exp is 1e308", forge({ rawClaims: JSON.stringify(goodClaims).replace(`"exp":${nowSeconds + 90}`, '"exp":1e308') })],
    ["whose exp is infinite", forge({ rawClaims: JSON.stringify(goodClaims).replace(`"exp":${nowSeconds + 90}`, '"exp":1e999') })],
    ["whose exp is null", forge({ claims: { exp: null } })],
    ["without iat", forge({ claims: { iat: undefined } })],
    ["whose iat is text", forge({ claims: { iat: String(nowSeconds) } })],
    ["issued an hour ahead", forge({ claims: { iat: nowSeconds + 3600, exp: nowSeconds + 3690 } })],
    ["issued 6 seconds ahead", forge({ claims: { iat: nowSeconds + 6 } })],
    ["that lives longer than 90 seconds", forge({ claims: { iat: nowSeconds - 1 } })],
    ["that begins in 31 seconds", forge({ claims: { nbf: nowSeconds + 31 } })],
    ["without jti", forge({ claims: { jti: undefined } })],
    ["whose jti is a number", forge({ claims: { jti: 7 } })],
    ["of a call id that is none", forge({ claims: { cid: "../x" } })],
    ["of a peer id that is none", forge({ claims: { pid: "" } })],
    ["without a peer id", forge({ claims: { pid: undefined } })],
    ["of the role admin", forge({ claims: { role: "admin" } })],
    ["of an unknown purpose", forge({ claims: { purpose: "admin" } })],
    ["whose name holds control characters", forge({ claims: { name: "a\u202eb" } })],
    ["whose claims are a list", forge({ rawClaims: "[]" })],
    ["whose claims are no JSON", forge({ rawClaims: "{" })],
    ["whose header is no JSON", forge({ rawHeader: "{" })],
    ["of two parts", forge().split(".").slice(0, 2).join(".")],
    ["of five parts", `${forge()}.a.b`],
    ["of no text", ""],
    ["with white space before it", ` ${forge()}`],
    ["with a line end after it", `${forge()}\n`],
    ["with white space inside", forge().replace(".", ".\t")],
    ["with padding", `${forge()}=`],
    [
      "in base64 instead of base64url",
      forge({ claims: { name: "~~~???>>>" } })
        .replaceAll("_", "/")
        .replaceAll("-", "+")
        .concat("/"),
    ],
    ["of 10 KB", forge({ claims: { padding: "x".repeat(10_000) } })],
    ["of 10 KB of dots", ".".repeat(10_000)],
  ])("%s", async (_, sig) => {
    expect(await verdict(sig)).toBe("sig_invalid");
  });

  test("that is encrypted instead of signed", async () => {
    const jwe = await new CompactEncrypt(Buffer.from(JSON.stringify(goodClaims)))
      .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid })
      .encrypt(Buffer.from(secret));

    expect(await verdict(jwe)).toBe("sig_invalid");
  });

  test("with any one bit of the signature flipped, the unused last two included", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const [header, claims, signature = ""] = forge().split(".");
    const flipped = [...signature].flatMap((character, at) =>
      [1, 2, 4, 8, 16, 32].map((bit) => {
        const other = alphabet.charAt(alphabet.indexOf(character) ^ bit);
        return `${header}.${claims}.${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
      }),
    );

    const verdicts = new Set(await Promise.all(flipped.map(verdict)));

    expect(flipped).toHaveLength(258);
    expect(verdicts).toEqual(new Set(["sig_invalid"]));
  });

  test("whose claims were edited", async () => {
    const [header, , signature] = forge().split(".");

    expect(await verdict(`${header}.${encode({ ...goodClaims, role: "initiator" })}.${signature}`)).toBe("sig_invalid");
  });
});

test("a ticket that was genuine is said to have expired, a forged one is not", async () => {
  const past = { iat: nowSeconds - 91, exp: nowSeconds - 1 };

  expect(await verdict(forge({ claims: past }))).toBe("sig_expired");
  expect(await verdict(forge({ claims: past, key: "another-secret-another-secret-00" }))).toBe("sig_invalid");
  expect(await verdict(forge({ claims: { ...past, aud: "tgcall-api" } }))).toBe("sig_invalid");
});

test("a ticket issued a few seconds ahead, by a clock that goes fast, is accepted", async () => {
  expect(await verdict(forge({ claims: { iat: nowSeconds + 5 } }))).toBe("accepted");
});

test("a ticket of a negative end has expired", async () => {
  expect(await verdict(forge({ claims: { iat: -100, exp: -50 } }))).toBe("sig_expired");
});

test("a problem says nothing of the token", async () => {
  const problem = await tokens
    .verifyTicket(forge({ claims: { iat: nowSeconds - 91, exp: nowSeconds - 1 } }))
    .catch((error: unknown) => error);

  expect(problem).toBeInstanceOf(Problem);
  expect((problem as Problem).cause).toBeUndefined();
  expect((problem as Problem).message).not.toContain("peer0123456789abcdef1234");
});

test("any text is answered with a problem, never with an error of another sort", async () => {
  const genuine = forge();
  const mutants = Array.from({ length: genuine.length }, (_, at) => `${genuine.slice(0, at)}A${genuine.slice(at + 1)}`);
  const cut = Array.from({ length: genuine.length }, (_, at) => genuine.slice(0, at));

  const verdicts = new Set(await Promise.all([...mutants, ...cut].filter((sig) => sig !== genuine).map(verdict)));

  expect(verdicts).toEqual(new Set(["sig_invalid"]));
});
