import { createCallId, peerIdOf } from "@tgcall/auth";
import type { CallId } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { problem } from "../testing/problem.ts";
import { seat } from "../testing/seat.ts";
import { startApi } from "../testing/start-api.ts";

describe("POST /api/join", () => {
  test("[API-11] gives a ticket and ICE servers that belong to one peer of one call", async () => {
    await using api = await startApi({ env: { WS_PUBLIC: "wss://call.example.org/ws" } });
    const { callId, joinToken, expiresAt } = await api.create();

    const answer = await api.post("/api/join", { token: joinToken, name: "Ада 👩‍🚀" });

    const { sig, peerId, iceServers } = answer.body as Awaited<ReturnType<typeof api.join>>;
    const facts = { callId, role: "initiator", wsUrl: "wss://call.example.org/ws", maxPeers: 2, relayOnly: false, expiresAt };
    expect(answer).toMatchObject({ status: 200, body: facts });
    expect(await api.tokens.verifyTicket(sig)).toMatchObject({ callId, peerId, role: "initiator", name: "Ада 👩‍🚀", purpose: "call" });
    expect(iceServers[1]?.username).toMatch(new RegExp(`^\\d{10}:${callId}-${peerId}$`));
  });

  test("[API-11] without a TURN server there are no ICE servers", async () => {
    await using api = await startApi({ env: { TURN_DOMAIN: "" } });
    const { joinToken } = await api.create();

    expect(await api.join(joinToken)).toMatchObject({ iceServers: [] });
  });

  test("[API-11] the same link is the same peer, another link another one, each ticket a new one", async () => {
    await using api = await startApi();
    const { joinToken, code } = await api.create();
    const guest = await api.resolve(code);

    const [first, reloaded, other] = [await api.join(joinToken), await api.join(joinToken), await api.join(guest.joinToken)];

    expect(reloaded.peerId).toBe(first.peerId);
    expect(reloaded.sig).not.toBe(first.sig);
    expect(other).toMatchObject({ role: "participant" });
    expect(other.peerId).not.toBe(first.peerId);
  });

  test("[API-12] a full call refuses everybody but its members", async () => {
    await using api = await startApi();
    const { callId, joinToken } = await api.create();
    const tokenOf = (jti: string) => api.tokens.signJoinToken({ callId, role: "participant", expiresAtMs: Date.now() + 60_000, jti });
    const initiator = await api.join(joinToken);
    await seat(api.stores, callId, initiator.peerId, "initiator");
    await seat(api.stores, callId, peerIdOf(callId, "second"), "participant");

    expect(await api.join(joinToken)).toMatchObject({ peerId: initiator.peerId });
    expect(await api.join(await tokenOf("second"))).toMatchObject({ role: "participant" });
    expect(await api.post("/api/join", { token: await tokenOf("third") })).toMatchObject(problem(409, "call_full"));
  });

  test("[API-12] a kicked peer is told so, also when the call has ended", async () => {
    await using api = await startApi();
    const { callId, code } = await api.create();
    const { joinToken } = await api.resolve(code);
    const { peerId } = await api.join(joinToken);
    await seat(api.stores, callId, peerId, "participant");
    await api.stores.rosters.kick(callId, peerId);

    expect(await api.post("/api/join", { token: joinToken })).toMatchObject(problem(403, "kicked"));
    await api.stores.calls.end(callId);
    expect(await api.post("/api/join", { token: joinToken })).toMatchObject(problem(403, "kicked"));
  });

  test("[API-12] an ended call and one that never was are told apart", async () => {
    await using api = await startApi();
    const { callId, joinToken } = await api.create();
    await api.stores.calls.end(callId);
    const foreign = await api.tokens.signJoinToken({ callId: createCallId(), role: "initiator", expiresAtMs: Date.now() + 60_000 });

    expect(await api.post("/api/join", { token: joinToken })).toMatchObject(problem(410, "call_ended"));
    expect(await api.post("/api/join", { token: foreign })).toMatchObject(problem(404, "call_not_found"));
  });

  test("[API-13] a join token ends with its call, or earlier when the settings say so", async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    const now = () => nowMs;
    await using usual = await startApi({ now });
    await using short = await startApi({ now, env: { JOIN_TOKEN_TTL_SECONDS: "600" } });
    const [long, brief] = [await usual.create(), await short.create()];

    nowMs += 600_000;

    expect((await usual.post("/api/join", { token: long.joinToken })).status).toBe(200);
    expect(await short.post("/api/join", { token: brief.joinToken })).toMatchObject(problem(401, "token_expired"));
    nowMs += 86_400_000;
    expect(await usual.post("/api/join", { token: long.joinToken })).toMatchObject(problem(401, "token_expired"));
  });

  test("[API-13] a ticket is no join token", async () => {
    await using api = await startApi();
    const callId = "a".repeat(16) as CallId;
    const { sig } = await api.tokens.signTicket({ callId, peerId: peerIdOf(callId, "x"), role: "initiator", name: "" });

    expect(await api.post("/api/join", { token: sig })).toMatchObject(problem(401, "token_invalid"));
  });
});
