import { createCallId, peerIdOf } from "@tgcall/auth";
import type { CallId, Invite } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { seat } from "../testing/seat.ts";
import { startApi, type TestApi } from "../testing/start-api.ts";

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** A call with its two tokens, and the participant seated. */
async function openCall(api: TestApi) {
  const { callId, code, joinToken: initiator } = await api.create();
  const { joinToken: participant } = await api.resolve(code);
  const { peerId } = await api.join(participant);
  await seat(api.stores, callId, peerId, "participant", "Ада");
  return { callId, initiator, participant, peerId, path: `/api/call/${callId}` };
}

describe("GET /api/call/{callId}", () => {
  test("[API-14] shows the call and who is in it to the bearer of any of its join tokens", async () => {
    await using api = await startApi();
    const { callId, path, initiator, participant, peerId } = await openCall(api);
    const state = { microphone: false, camera: false, screen: false, hand: false };

    const [first, second] = [await api.send("GET", path, bearer(initiator)), await api.send("GET", path, bearer(participant))];

    expect(first).toMatchObject({
      status: 200,
      body: { callId, status: "active", peers: [{ peerId, role: "participant", name: "Ада", state }] },
    });
    expect(second.body).toEqual(first.body);
  });

  test("[API-14] shows a call that has ended", async () => {
    await using api = await startApi();
    const { path, initiator } = await openCall(api);
    await api.send("POST", `${path}/end`, bearer(initiator));

    expect(await api.send("GET", path, bearer(initiator))).toMatchObject({ status: 200, body: { status: "ended", peers: [] } });
  });

  test("[API-14] needs a join token of this very call", async () => {
    await using api = await startApi();
    const { path } = await openCall(api);
    const other = await api.create();
    const gone = createCallId();
    const forGone = await api.tokens.signJoinToken({ callId: gone, role: "initiator", expiresAtMs: Date.now() + 60_000 });

    const withoutToken = await api.send("GET", path);

    expect(withoutToken).toMatchObject(problem(401, "token_invalid"));
    expect(withoutToken.headers.get("www-authenticate")).toBe("Bearer");
    expect(await api.send("GET", path, bearer(other.joinToken))).toMatchObject(problem(403, "forbidden"));
    expect(await api.send("GET", path, bearer("nonsense"))).toMatchObject(problem(401, "token_invalid"));
    expect(await api.send("GET", `/api/call/${gone}`, bearer(forGone))).toMatchObject(problem(404, "call_not_found"));
    expect(await api.send("GET", "/api/call/UPPERCASE", bearer(other.joinToken))).toMatchObject(problem(404, "call_not_found"));
  });
});

describe("what only the initiator may do", () => {
  test("[API-15] a participant may neither end nor invite nor kick", async () => {
    await using api = await startApi();
    const { callId, path, participant, peerId } = await openCall(api);

    const answers = [
      await api.send("POST", `${path}/end`, bearer(participant)),
      await api.send("POST", `${path}/invite`, bearer(participant)),
      await api.send("DELETE", `${path}/peers/${peerId}`, bearer(participant)),
    ];

    for (const answer of answers) expect(answer).toMatchObject(problem(403, "forbidden"));
    expect((await api.stores.rosters.read(callId))?.members).toHaveLength(1);
  });

  test("[API-15] ending a call twice is ending it", async () => {
    await using api = await startApi();
    const { callId, path, initiator } = await openCall(api);

    const answers = [await api.send("POST", `${path}/end`, bearer(initiator)), await api.send("POST", `${path}/end`, bearer(initiator))];

    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [204, ""],
      [204, ""],
    ]);
    expect(await api.stores.calls.read(callId)).toMatchObject({ status: "ended" });
  });

  test("[API-15] each invitation is a new code for the same call", async () => {
    await using api = await startApi({ env: { API_ORIGIN: "https://call.example.org" } });
    const { callId, path, initiator } = await openCall(api);

    const answers = [
      await api.send("POST", `${path}/invite`, bearer(initiator)),
      await api.send("POST", `${path}/invite`, bearer(initiator)),
    ];

    const [first, second] = answers.map(({ body }) => body as Invite);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(first?.code).not.toBe(second?.code);
    expect(first?.inviteUrl).toBe(`https://call.example.org/join#code=${first?.code}`);
    expect(await api.resolve(second?.code ?? "")).toMatchObject({ callId });
  });

  test("[API-15] an invitation to a call that has ended says so", async () => {
    await using api = await startApi();
    const { path, initiator } = await openCall(api);
    await api.send("POST", `${path}/end`, bearer(initiator));

    expect(await api.send("POST", `${path}/invite`, bearer(initiator))).toMatchObject(problem(410, "call_ended"));
  });

  test("[API-15] an invitation never outlives its call", async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    await using api = await startApi({ now: () => nowMs, env: { CALL_TTL_SECONDS: "120", CODE_TTL_SECONDS: "100" } });
    const { path, initiator } = await openCall(api);
    nowMs += 60_000;

    const { body } = await api.send("POST", `${path}/invite`, bearer(initiator));

    expect(body).toMatchObject({ codeExpiresAt: "2030-01-01T00:02:00.000Z" });
  });

  test("[API-16] a kicked peer is out, and its token works no more", async () => {
    await using api = await startApi();
    const { callId, path, initiator, participant, peerId } = await openCall(api);

    const kicked = await api.send("DELETE", `${path}/peers/${peerId}`, bearer(initiator));

    expect(kicked.status).toBe(204);
    expect((await api.stores.rosters.read(callId))?.members).toEqual([]);
    expect(await api.post("/api/join", { token: participant })).toMatchObject(problem(403, "kicked"));
    expect(await api.send("GET", path, bearer(participant))).toMatchObject(problem(403, "kicked"));
  });

  test("[API-16] who is not there cannot be kicked, nor can the initiator itself", async () => {
    await using api = await startApi();
    const { callId, path, initiator } = await openCall(api);
    const { peerId: self } = await api.join(initiator);

    for (const peerId of [peerIdOf(callId, "nobody"), "UPPER", "..%2F"]) {
      expect(await api.send("DELETE", `${path}/peers/${peerId}`, bearer(initiator))).toMatchObject(problem(404, "peer_not_found"));
    }
    expect(await api.send("DELETE", `${path}/peers/${self}`, bearer(initiator))).toMatchObject(problem(400, "bad_request"));
  });

  test("[API-15] nothing of this works on a call that never was", async () => {
    await using api = await startApi();
    const callId = "q".repeat(20) as CallId;
    const token = await api.tokens.signJoinToken({ callId, role: "initiator", expiresAtMs: Date.now() + 60_000 });
    const path = `/api/call/${callId}`;

    for (const [method, url] of [
      ["POST", `${path}/end`],
      ["POST", `${path}/invite`],
      ["DELETE", `${path}/peers/${peerIdOf(callId, "x")}`],
    ] as const) {
      expect(await api.send(method, url, bearer(token))).toMatchObject(problem(404, "call_not_found"));
    }
  });
});
