import { type CallId, type PeerId, Problem, type Traceparent } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { createTokens } from "./tokens.ts";

const secret = "0123456789abcdef0123456789abcdef";
const otherSecret = "fedcba9876543210fedcba9876543210";
const startMs = Date.UTC(2026, 0, 1);
const callId = "call0123456789abcdef" as CallId;
const peerId = "peer0123456789abcdef1234" as PeerId;
const ticket = { callId, peerId, role: "participant", name: "Ana 😀" } as const;

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "accepted",
    (error: unknown) => (error instanceof Problem ? error.code : error),
  );

describe("a join token", () => {
  test("says the call, the role, its id and its end", async () => {
    const tokens = createTokens({ secret, now: () => startMs });

    const token = await tokens.signJoinToken({ callId, role: "initiator", expiresAtMs: startMs + 60_000, jti: "t1" });

    expect(await tokens.verifyJoinToken(token)).toEqual({ callId, role: "initiator", jti: "t1", expiresAtMs: startMs + 60_000 });
  });

  test("has an id of its own unless one is given", async () => {
    const tokens = createTokens({ secret });
    const claims = { callId, role: "initiator", expiresAtMs: Date.now() + 60_000 } as const;

    const first = await tokens.verifyJoinToken(await tokens.signJoinToken(claims));
    const second = await tokens.verifyJoinToken(await tokens.signJoinToken(claims));

    expect(first.jti).not.toBe(second.jti);
  });

  test("is the same for the same id and time of issue", async () => {
    let nowMs = startMs;
    const tokens = createTokens({ secret, now: () => nowMs });
    const claims = { callId, role: "initiator", expiresAtMs: startMs + 60_000, jti: "t1", issuedAtMs: startMs } as const;

    const first = await tokens.signJoinToken(claims);
    nowMs += 30_000;

    expect(await tokens.signJoinToken(claims)).toBe(first);
  });

  test("expires on the second that it names", async () => {
    let nowMs = startMs;
    const tokens = createTokens({ secret, now: () => nowMs });
    const token = await tokens.signJoinToken({ callId, role: "initiator", expiresAtMs: startMs + 60_000 });

    nowMs = startMs + 59_999;
    expect(await codeOf(tokens.verifyJoinToken(token))).toBe("accepted");
    nowMs = startMs + 60_000;
    expect(await codeOf(tokens.verifyJoinToken(token))).toBe("token_expired");
  });

  test("is no ticket", async () => {
    const tokens = createTokens({ secret });
    const token = await tokens.signJoinToken({ callId, role: "initiator", expiresAtMs: Date.now() + 60_000 });

    expect(await codeOf(tokens.verifyTicket(token))).toBe("sig_invalid");
  });
});

describe("a ticket", () => {
  test("says the peer, and that it is for a call", async () => {
    const tokens = createTokens({ secret });

    const { sig, expiresAtMs } = await tokens.signTicket(ticket);

    expect(await tokens.verifyTicket(sig)).toEqual({ ...ticket, purpose: "call", jti: expect.stringMatching(/^[\w-]{22}$/), expiresAtMs });
  });

  test("[TRC-3] says the span that its connection belongs under, or links to", async () => {
    const tokens = createTokens({ secret });
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;

    const first = await tokens.signTicket({ ...ticket, traceparent });
    const later = await tokens.signTicket({ ...ticket, tracelink: traceparent });

    expect(await tokens.verifyTicket(first.sig)).toMatchObject({ traceparent });
    expect(await tokens.verifyTicket(later.sig)).toMatchObject({ tracelink: traceparent });
  });

  test("may be for the check alone", async () => {
    const tokens = createTokens({ secret });

    const { sig } = await tokens.signTicket({ ...ticket, purpose: "check" });

    expect(await tokens.verifyTicket(sig)).toMatchObject({ purpose: "check" });
  });

  test("lives for at most 90 seconds", async () => {
    let nowMs = startMs + 999;
    const tokens = createTokens({ secret, now: () => nowMs });
    const { sig, expiresAtMs } = await tokens.signTicket(ticket);

    nowMs += 89_000;
    expect(await codeOf(tokens.verifyTicket(sig))).toBe("accepted");
    nowMs = startMs + 90_000;
    expect(await codeOf(tokens.verifyTicket(sig))).toBe("sig_expired");
    expect(expiresAtMs).toBe(nowMs);
  });

  test("is no join token", async () => {
    const tokens = createTokens({ secret });
    const { sig } = await tokens.signTicket(ticket);

    expect(await codeOf(tokens.verifyJoinToken(sig))).toBe("token_invalid");
  });
});

describe("a rotation of the secret", () => {
  test("lets what the old secret signed work on while it is the previous one", async () => {
    const { sig } = await createTokens({ secret: otherSecret }).signTicket(ticket);

    const rotated = createTokens({ secret, previousSecret: otherSecret });

    expect(await codeOf(rotated.verifyTicket(sig))).toBe("accepted");
  });

  test("ends what the old secret signed when it is dropped", async () => {
    const { sig } = await createTokens({ secret: otherSecret }).signTicket(ticket);

    expect(await codeOf(createTokens({ secret }).verifyTicket(sig))).toBe("sig_invalid");
    expect(await codeOf(createTokens({ secret, previousSecret: "" }).verifyTicket(sig))).toBe("sig_invalid");
  });

  test("signs with the new secret", async () => {
    const { sig } = await createTokens({ secret, previousSecret: otherSecret }).signTicket(ticket);

    expect(await codeOf(createTokens({ secret }).verifyTicket(sig))).toBe("accepted");
  });
});

test("no tokens come from an empty secret", () => {
  expect(() => createTokens({ secret: "" })).toThrow(RangeError);
});
