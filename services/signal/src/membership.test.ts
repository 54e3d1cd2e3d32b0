import { expect, test } from "vitest";
import { arrangeCall } from "./testing/arrange-call.ts";
import { passTime } from "./testing/pass-time.ts";

for (const pods of [1, 2]) {
  test(`[SIG-22] joined, updated, away, back and left are told to the others once each, on ${pods} pod(s)`, async () => {
    const { cluster, ada, bob, invitedBob } = await arrangeCall(pods);
    await using _ = cluster;

    bob.say({ type: "update", name: "Robert", state: { camera: true } });
    await ada.next("peer-updated");
    bob.cut();
    await ada.next("peer-away");
    const again = await cluster.connect(invitedBob, { instance: bob.instance, pod: pods - 1 });
    await ada.next("peer-back");
    again.say({ type: "leave" });
    await ada.next("peer-left");

    await ada.fence();
    const told = ada.frames.filter(({ type }) => type.startsWith("peer-"));
    const state = { microphone: false, camera: true, screen: false, hand: false };
    const { epoch } = told.flatMap((frame) => (frame.type === "peer-joined" ? [frame.peer] : []))[0] ?? {};
    const peer = { peerId: bob.peerId, role: "participant", epoch, away: false };
    expect(told).toEqual([
      { type: "peer-joined", peer: { ...peer, name: "Bob", state: { ...state, camera: false } }, revision: 2 },
      { type: "peer-updated", peerId: bob.peerId, name: "Robert", state, revision: 3 },
      { type: "peer-away", peerId: bob.peerId, revision: 4 },
      { type: "peer-back", peer: { ...peer, name: "Robert", state }, revision: 5 },
      { type: "peer-left", peerId: bob.peerId, reason: "left", revision: 6 },
    ]);
  });

  test(`[SIG-23] the same instance resumes its epoch, and its older connection closes with 1000, on ${pods} pod(s)`, async () => {
    const { cluster, bob, invitedBob } = await arrangeCall(pods);
    await using _ = cluster;
    const first = bob.frames.find((frame) => frame.type === "welcome");

    const again = await cluster.connect(invitedBob, { instance: bob.instance, pod: 0 });

    expect((await bob.closing()).code).toBe(1000);
    const welcome = again.frames.find((frame) => frame.type === "welcome");
    expect(welcome).toMatchObject({ resumed: true, epoch: first?.epoch });
  });

  test(`[SIG-23] another instance is a new epoch, the older connection closes with 4501 and removes nobody, on ${pods} pod(s)`, async () => {
    const { cluster, callId, ada, bob, invitedBob } = await arrangeCall(pods);
    await using _ = cluster;
    const first = bob.frames.find((frame) => frame.type === "welcome");

    const other = await cluster.connect(invitedBob, { pod: 0 });

    expect((await bob.closing()).code).toBe(4501);
    const welcome = other.frames.find((frame) => frame.type === "welcome");
    expect(welcome?.resumed).toBe(false);
    expect(welcome?.epoch).not.toBe(first?.epoch);
    const back = await ada.next("peer-back");
    expect(back.peer).toMatchObject({ peerId: bob.peerId, epoch: welcome?.epoch, away: false });
    await ada.fence();
    expect(ada.frames.some(({ type }) => type === "peer-left" || type === "peer-away")).toBe(false);
    expect((await cluster.stores.rosters.read(callId))?.members).toHaveLength(2);
  });

  test(`[SIG-24] a kicked peer is closed with 4502 within a second, the others are told, on ${pods} pod(s)`, async () => {
    const { cluster, callId, ada, bob } = await arrangeCall(pods);
    await using _ = cluster;

    await cluster.stores.rosters.kick(callId, bob.peerId);

    await expect.poll(() => bob.closed?.code, { timeout: 1000 }).toBe(4502);
    expect(await ada.next("peer-left")).toMatchObject({ peerId: bob.peerId, reason: "kicked" });
  });

  test(`[SIG-24] when the call ends, everybody is closed with 4503 within a second, on ${pods} pod(s)`, async () => {
    const { cluster, callId, ada, bob } = await arrangeCall(pods);
    await using _ = cluster;

    await cluster.stores.calls.end(callId);

    await expect.poll(() => [ada.closed?.code, bob.closed?.code], { timeout: 1000 }).toEqual([4503, 4503]);
  });

  test(`[SIG-25] a draining pod asks each peer to reconnect with a ticket that works elsewhere, on ${pods} pod(s)`, async () => {
    const { cluster, ada, invitedAda } = await arrangeCall(pods);
    await using _ = cluster;

    await cluster.signal(0).drain(0);

    const { afterMs, reason, sig } = await ada.next("reconnect");
    expect({ afterMs, reason }).toEqual({ afterMs: 0, reason: "draining" });
    if (pods === 1) return;
    const moved = cluster.dial(invitedAda, sig, { pod: 1, instance: ada.instance });
    expect((await moved.next("welcome")).resumed).toBe(true);
    expect((await ada.closing()).code).toBe(1000);
  });
}

test("[SIG-26] a pod that will be stopped asks each peer once to move, and admits all but these until it drains", async () => {
  const { cluster, ada, bob, invitedAda } = await arrangeCall(1);
  await using _ = cluster;
  const moved = cluster.signal().moveAway(10_000);
  const { sig } = await ada.next("reconnect");
  await bob.next("reconnect");

  const again = cluster.dial(invitedAda, sig, { instance: ada.instance });
  expect((await again.refusal()).body).toMatchObject({ status: 503, code: "draining" });
  const newcomer = await cluster.connect(await cluster.invite(await cluster.createCall()));
  const drained = cluster.signal().drain(10_000);

  expect(await newcomer.next("reconnect")).toMatchObject({ reason: "draining" });
  for (const peer of [newcomer, ada, bob]) peer.cut();
  await Promise.all([moved, drained]);
  expect(bob.frames.filter(({ type }) => type === "reconnect")).toHaveLength(1);
});

test("[SIG-40] a silent peer is closed within 15 seconds, one that only answers pings stays", async () => {
  const { cluster, callId, ada, bob } = await arrangeCall();
  await using _ = cluster;
  // Stops reading: pings get no answer any more, as behind a cut cable.
  bob.socket.pause();

  await passTime(cluster, [ada], 15_000);

  expect(await ada.next("peer-away")).toMatchObject({ peerId: bob.peerId });
  expect(ada.closed).toBeUndefined();
  const away = (await cluster.stores.rosters.read(callId))?.members.filter((member) => member.away);
  expect(away?.map(({ peerId }) => peerId)).toEqual([bob.peerId]);
});

test("[SIG-41] an away peer that does not come back is lost after its grace time, exactly once", async () => {
  const { cluster, ada, bob } = await arrangeCall(2);
  await using _ = cluster;
  bob.cut();
  await ada.next("peer-away");

  await expect
    .poll(
      async () => {
        cluster.clock.advance(1_000);
        await ada.fence();
        return ada.frames.some(({ type }) => type === "peer-left");
      },
      { interval: 300, timeout: 15_000 },
    )
    .toBe(true);

  await ada.fence();
  expect(ada.frames.filter(({ type }) => type === "peer-left")).toEqual([
    { type: "peer-left", peerId: bob.peerId, reason: "lost", revision: 4 },
  ]);
});
