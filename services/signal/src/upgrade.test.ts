import { request } from "node:http";
import { createTokens } from "@tgcall/auth";
import type { Instance } from "@tgcall/protocol";
import type { PodId } from "@tgcall/store";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { arrangeHandshake, queryFor } from "./testing/arrange-handshake.ts";
import { handshake } from "./testing/handshake.ts";
import type { Invited } from "./testing/open-signal.ts";

test("[SIG-1] a good ticket is admitted, in the query or as a subprotocol", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;

  const byQuery = await handshake(cluster, queryFor(invited, sig));
  const bySubprotocol = cluster.dial(invited, await cluster.sig(invited));

  expect(byQuery.status).toBe(101);
  expect(byQuery.headers["sec-websocket-protocol"]).toBeUndefined();
  await bySubprotocol.next("welcome");
  expect(bySubprotocol.socket.protocol).toBe("tgcall.v1");
});

test("[SIG-1] compression is never negotiated", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;

  const answer = await handshake(cluster, queryFor(invited, sig), {
    headers: { "Sec-WebSocket-Extensions": "permessage-deflate, constructor" },
  });

  expect(answer.status).toBe(101);
  expect(answer.headers["sec-websocket-extensions"]).toBeUndefined();
});

test("[SIG-3] a ticket of another peer, another call, another purpose or another key is refused", async () => {
  const { cluster, invited } = await arrangeHandshake();
  await using _ = cluster;
  const { callId, peerId, role } = invited;
  const other = await cluster.invite(callId);
  const elsewhere = await cluster.invite(await cluster.createCall());
  const foreign = createTokens({ secret: "another secret that is long enough for HS256", now: cluster.clock.now });
  const sigs = {
    "another peer's": await cluster.sig(other),
    "another call's": await cluster.sig({ ...invited, callId: elsewhere.callId }),
    "a join token": await cluster.tokens.signJoinToken({ callId, role, expiresAtMs: cluster.clock.now() + 60_000 }),
    "a foreign key's": (await foreign.signTicket({ callId, peerId, role, name: "" })).sig,
    "a join token of a foreign key": await foreign.signJoinToken({ callId, role, expiresAtMs: cluster.clock.now() + 60_000 }),
  };

  for (const [name, sig] of Object.entries(sigs)) {
    const { status, code } = await handshake(cluster, queryFor(invited, sig));
    expect({ name, status, code }).toEqual({ name, status: 401, code: "sig_invalid" });
  }
});

test("[SIG-3] a ticket is refused after 90 seconds", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;

  cluster.clock.advance(91_000);

  expect(await handshake(cluster, queryFor(invited, sig))).toMatchObject({ status: 401, code: "sig_expired" });
});

test("[SIG-4] a ticket works once, and again for the same instance within five seconds", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;
  const query = queryFor(invited, sig);

  const statuses = [];
  for (const instance of ["instance-a", "instance-a", "instance-b", ""]) {
    statuses.push((await handshake(cluster, `${query}${instance && `&instance=${instance}`}`)).code);
  }
  cluster.clock.advance(6_000);
  statuses.push((await handshake(cluster, `${query}&instance=instance-a`)).code);

  expect(statuses).toEqual([undefined, undefined, "sig_used", "sig_used", "sig_used"]);
});

test("[SIG-5] a full, ended or unknown call and a kicked peer are refused with their own status", async () => {
  const { cluster, invited } = await arrangeHandshake();
  await using _ = cluster;
  const refuse = async (who: Invited) => {
    const { status, code } = await handshake(cluster, queryFor(who, await cluster.sig(who)));
    return `${status} ${code}`;
  };
  await cluster.connect(invited);
  await cluster.connect(await cluster.invite(invited.callId));
  const third = await cluster.invite(invited.callId);
  const stranger = { ...third, callId: "z".repeat(20) as Invited["callId"] };

  expect(await refuse(third)).toBe("409 call_full");
  expect(await refuse(stranger)).toBe("404 call_not_found");
  await cluster.stores.rosters.kick(invited.callId, invited.peerId);
  expect(await refuse(invited)).toBe("403 kicked");
  await cluster.stores.calls.end(invited.callId);
  expect(await refuse(third)).toBe("410 call_ended");
});

test("[SIG-5] a refusal as full burns nothing: the same ticket is admitted once there is room", async () => {
  const { cluster, invited } = await arrangeHandshake();
  await using _ = cluster;
  const first = await cluster.connect(invited);
  await cluster.connect(await cluster.invite(invited.callId));
  const third = await cluster.invite(invited.callId);
  const sig = await cluster.sig(third);

  expect((await handshake(cluster, queryFor(third, sig))).code).toBe("call_full");
  first.say({ type: "leave" });
  await first.closing();

  await expect.poll(async () => (await handshake(cluster, queryFor(third, sig))).status).toBe(101);
});

test("[SIG-6] a draining pod admits nobody", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;

  await cluster.signal().drain(0);

  const answer = await handshake(cluster, queryFor(invited, sig));
  expect(answer).toMatchObject({ status: 503, code: "draining" });
  expect(answer.headers["retry-after"]).toBe("1");
});

test("[SIG-7] a client of other versions alone is told so with 4505", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;
  const { callId, peerId } = invited;
  const socket = new WebSocket(`${cluster.url()}?callId=${callId}&peerId=${peerId}`, ["tgcall.v9", `tgcall.sig.${sig}`]);
  const closed = Promise.withResolvers<number>();
  socket.on("close", closed.resolve);

  expect(await closed.promise).toBe(4505);
  expect((await cluster.stores.rosters.read(callId))?.members).toEqual([]);
});

test("[SIG-8] a check ticket opens an echo connection once, and is no way into a call", async () => {
  const { cluster, invited } = await arrangeHandshake();
  await using _ = cluster;
  const { callId, peerId, role } = invited;
  const { sig } = await cluster.tokens.signTicket({ purpose: "check", callId, peerId, role, name: "" });
  const socket = new WebSocket(cluster.url(), ["tgcall.v1", `tgcall.sig.${sig}`]);
  const echoed: string[] = [];
  socket.on("open", () => socket.send("anything at all"));
  socket.on("message", (data) => echoed.push(String(data)));

  await expect.poll(() => echoed).toEqual(["anything at all"]);
  expect(await handshake(cluster, `?sig=${sig}`)).toMatchObject({ status: 401, code: "sig_used" });
  expect((await cluster.stores.rosters.read(callId))?.members).toEqual([]);
  socket.terminate();
});

test("[SIG-9] a client that is gone before its admission leaves no member behind", async () => {
  const { cluster, invited, sig } = await arrangeHandshake();
  await using _ = cluster;
  const watcher = await cluster.connect(await cluster.invite(invited.callId));
  const target = new URL(cluster.url());
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
  };
  const sent = request({ host: target.hostname, port: target.port, path: `/ws${queryFor(invited, sig)}`, headers });
  sent.on("error", () => {});
  sent.on("finish", () => sent.destroy());
  sent.end();

  await watcher.fence();
  await expect
    .poll(async () => (await cluster.stores.rosters.read(invited.callId))?.members.filter((member) => !member.away).length)
    .toBe(1);
});

test("[SIG-4] the replay window is the instance's own, at the store too", async () => {
  const { cluster, invited } = await arrangeHandshake();
  await using _ = cluster;
  const admission = {
    ...invited,
    name: "",
    pod: "pod" as PodId,
    proposedEpoch: "epoch" as never,
    ticketId: "ticket",
    instance: undefined as Instance | undefined,
  };

  expect((await cluster.stores.rosters.join(admission)).outcome).toBe("admitted");
  expect((await cluster.stores.rosters.join(admission)).outcome).toBe("sig_used");
});
