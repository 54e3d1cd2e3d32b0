import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createIceIssuer, type TurnOptions } from "./ice-issuer.ts";

const peer = { callId: "call0123456789abcdef", peerId: "peer0123456789abcdef1234" };
const turn: TurnOptions = {
  domain: "turn.example.com",
  secret: "s3cret",
  ttlSeconds: 600,
  udpPort: 3478,
  tlsPort: 5349,
  now: () => 1_800_000_000_500,
};

test("a peer gets STUN and TURN over udp, tcp and tls", () => {
  const { iceServers } = createIceIssuer(turn).issue(peer);

  expect(iceServers.flatMap(({ urls }) => urls)).toEqual([
    "stun:turn.example.com:3478",
    "turn:turn.example.com:3478?transport=udp",
    "turn:turn.example.com:3478?transport=tcp",
    "turns:turn.example.com:5349?transport=tcp",
  ]);
});

test("the credential is the base64 HMAC-SHA1 of a username that names its end, the call and the peer", () => {
  const { iceServers, iceExpiresAt } = createIceIssuer(turn).issue(peer);

  const username = "1800000600:call0123456789abcdef-peer0123456789abcdef1234";
  const credential = createHmac("sha1", "s3cret").update(username).digest("base64");
  expect(iceServers[1]).toMatchObject({ username, credential });
  expect(iceExpiresAt).toBe(new Date(1_800_000_600_000).toISOString());
});

test("STUN carries no credential", () => {
  const { iceServers } = createIceIssuer(turn).issue(peer);

  expect(iceServers[0]).toEqual({ urls: ["stun:turn.example.com:3478"] });
});

test("a shorter life may be asked for", () => {
  const { iceServers, iceExpiresAt } = createIceIssuer(turn).issue(peer, 60);

  expect(iceServers[1]?.username).toMatch(/^1800000060:/);
  expect(iceExpiresAt).toBe(new Date(1_800_000_060_000).toISOString());
});

test("without a TURN server the list is empty and still has an end", () => {
  const issuer = createIceIssuer({ ...turn, domain: undefined });

  expect(issuer.isConfigured).toBe(false);
  expect(issuer.issue(peer)).toEqual({ iceServers: [], iceExpiresAt: new Date(1_800_000_600_000).toISOString() });
});
