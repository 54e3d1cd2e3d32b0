import { limits } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { arrangeCall, signalsOf } from "./testing/arrange-call.ts";
import { passTime } from "./testing/pass-time.ts";

for (const pods of [1, 2]) {
  test(`[SIG-10] a peer's message reaches the named peer alone, in order, on ${pods} pod(s)`, async () => {
    const { cluster, ada, bob } = await arrangeCall(pods);
    await using _ = cluster;

    for (let seq = 1; seq <= 50; seq += 1) ada.say({ type: "signal", to: bob.peerId, data: { seq }, seq, from: "mallory" });

    await expect.poll(() => signalsOf(bob).length).toBe(50);
    expect(signalsOf(bob)).toEqual(
      Array.from({ length: 50 }, (_, i) => ({ type: "signal", from: ada.peerId, to: bob.peerId, data: { seq: i + 1 }, seq: i + 1 })),
    );
    expect(signalsOf(ada)).toEqual([]);
  });

  test(`[SIG-11] a message for nobody who is connected comes back as undeliverable, on ${pods} pod(s)`, async () => {
    const { cluster, ada, bob } = await arrangeCall(pods);
    await using _ = cluster;
    const elsewhere = await cluster.connect(await cluster.invite(await cluster.createCall()));
    bob.cut();
    await ada.next("peer-away");

    for (const to of [bob.peerId, elsewhere.peerId, ada.peerId, "z".repeat(24)]) {
      ada.say({ type: "signal", to, data: {}, seq: 7 });
      expect(await ada.next("error")).toEqual({
        type: "error",
        code: "undeliverable",
        detail: expect.any(String),
        peerId: to,
        ref: 7,
      });
    }
    await elsewhere.fence();
    expect(signalsOf(elsewhere)).toEqual([]);
  });
}

test("[SIG-12] welcome is the first frame and says everything that a client needs", async () => {
  const { cluster, ada, bob } = await arrangeCall();
  await using _ = cluster;

  const [first] = bob.frames;

  expect(first).toEqual({
    type: "welcome",
    protocol: 1,
    peerId: bob.peerId,
    role: "participant",
    epoch: expect.any(String),
    resumed: false,
    peers: [expect.objectContaining({ peerId: ada.peerId, name: "Ada", role: "initiator", away: false })],
    revision: 2,
    storeEpoch: expect.any(String),
    sig: expect.any(String),
    iceServers: [],
    iceExpiresAt: expect.any(String),
    limits: expect.objectContaining({ maxFrameBytes: 65_536 }),
  });
});

test("[SIG-13] a ping is answered with the revision, and with the roster when the client's is another", async () => {
  const { cluster, ada, bob } = await arrangeCall();
  await using _ = cluster;

  ada.say({ type: "ping", id: 5, revision: 2 });
  expect(await ada.next("pong")).toEqual({ type: "pong", id: 5, revision: 2 });
  ada.say({ type: "ping", id: 6, revision: 1 });
  await ada.next("pong");

  const roster = await ada.next("roster");
  expect(roster).toMatchObject({ revision: 2, peers: [{ peerId: bob.peerId }] });
  expect(ada.frames.filter(({ type }) => type === "roster")).toHaveLength(1);
});

test("[SIG-14] a fresh sig comes well before the last one expires, and works", async () => {
  const { cluster, ada, invitedAda } = await arrangeCall();
  await using _ = cluster;

  await passTime(cluster, [ada], limits.ticketRenewMs);

  const { sig } = await ada.next("ticket");
  cluster.clock.advance(limits.ticketTtlMs - 5_000);
  const again = cluster.dial(invitedAda, sig, { instance: ada.instance });
  expect((await again.next("welcome")).resumed).toBe(true);
});
