import { expect, test } from "vitest";
import { arrangeHandshake, queryFor } from "./testing/arrange-handshake.ts";
import { type Handshake, handshake } from "./testing/handshake.ts";

const malformed: [string, (query: string) => string, Handshake, number, string][] = [
  ["no sig", (query) => query.replace(/&sig=.*/, ""), {}, 401, "sig_invalid"],
  ["an empty sig", (query) => query.replace(/sig=.*/, "sig="), {}, 401, "sig_invalid"],
  ["sig twice", (query) => `${query}&sig=x`, {}, 400, "bad_request"],
  [
    "sig in the query and as a subprotocol",
    (query) => query,
    { headers: { "Sec-WebSocket-Protocol": "tgcall.v1, tgcall.sig.x" } },
    400,
    "bad_request",
  ],
  ["nonsense as sig", (query) => query.replace(/sig=.*/, "sig=nonsense"), {}, 401, "sig_invalid"],
  ["four dots as sig", (query) => query.replace(/sig=.*/, "sig=...."), {}, 401, "sig_invalid"],
  ["a sig of 5 KB", (query) => query.replace(/sig=.*/, `sig=${"a".repeat(5000)}`), {}, 401, "sig_invalid"],
  ["no callId", (query) => query.replace(/callId=[^&]*&/, ""), {}, 400, "bad_request"],
  ["no peerId", (query) => query.replace(/peerId=[^&]*&/, ""), {}, 400, "bad_request"],
  ["callId twice", (query) => `${query}&callId=aaaaaaaaaaaaaaaaaaaa`, {}, 400, "bad_request"],
  ["a path as callId", (query) => query.replace(/callId=[^&]*/, "callId=../"), {}, 400, "bad_request"],
  ["NUL as callId", (query) => query.replace(/callId=[^&]*/, "callId=%00"), {}, 400, "bad_request"],
  ["a hash tag as callId", (query) => query.replace(/callId=[^&]*/, "callId={c1}aaaaaaaaaaaaaaaa"), {}, 400, "bad_request"],
  ["unicode as callId", (query) => query.replace(/callId=[^&]*/, "callId=%E2%98%83"), {}, 400, "bad_request"],
  ["broken percent signs", (query) => query.replace(/callId=[^&]*/, "callId=%zz%"), {}, 400, "bad_request"],
  ["a malformed instance", (query) => `${query}&instance=a%20b`, {}, 400, "bad_request"],
  ["a foreign origin", (query) => query, { headers: { Origin: "https://evil.example" } }, 403, "origin_forbidden"],
  ["the origin null", (query) => query, { headers: { Origin: "null" } }, 403, "origin_forbidden"],
  ["our name as a subdomain", (query) => query, { headers: { Origin: "https://call.example.evil.example" } }, 403, "origin_forbidden"],
  ["our name in a query", (query) => query, { headers: { Origin: "https://evil.example?call.example" } }, 403, "origin_forbidden"],
  ["our origin without TLS", (query) => query, { headers: { Origin: "http://call.example" } }, 403, "origin_forbidden"],
  ["our origin on another port", (query) => query, { headers: { Origin: "https://call.example:8443" } }, 403, "origin_forbidden"],
  ["our origin with a dot behind", (query) => query, { headers: { Origin: "https://call.example." } }, 403, "origin_forbidden"],
  ["WebSocket version 8", (query) => query, { headers: { "Sec-WebSocket-Version": "8" } }, 426, "upgrade_required"],
  ["a malformed key", (query) => query, { headers: { "Sec-WebSocket-Key": "short" } }, 400, "bad_request"],
  ["POST", (query) => query, { method: "POST" }, 405, "method_not_allowed"],
  ["another path", (query) => query, { path: "/wss" }, 404, "not_found"],
  ["no upgrade at all", (query) => query, { headers: { Upgrade: "", Connection: "close" } }, 426, "upgrade_required"],
  ["an upgrade to h2c", (query) => query, { headers: { Upgrade: "h2c" } }, 426, "upgrade_required"],
  ["a header of 16 KB", (query) => query, { headers: { "X-Large": "x".repeat(16_384) } }, 431, "headers_too_large"],
  [
    "100 KB of spaces as subprotocol",
    (query) => query,
    { headers: { "Sec-WebSocket-Protocol": `a${" ".repeat(100_000)}b` } },
    431,
    "headers_too_large",
  ],
];

test.each(malformed)("[SIG-2] %s is refused before the upgrade", async (_name, change, options, status, code) => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;

  const answer = await handshake(cluster, change(queryFor(invited, sig)), options);

  expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
  // Nothing was burnt, and the service lives: the same ticket still works.
  expect((await handshake(cluster, queryFor(invited, sig))).status).toBe(101);
});

test("[SIG-2] 2,000 headers do not bring the service down", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;
  const headers = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x${i}`, "1"]));

  const answer = await handshake(cluster, queryFor(invited, sig), { headers }).catch(() => undefined);

  expect(answer?.status ?? 431).toBe(431);
  expect((await handshake(cluster, queryFor(invited, sig))).status).toBe(101);
});
