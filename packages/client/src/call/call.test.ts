import { describe, expect, test } from "vitest";
import { CallStage } from "../testing/call-stage.ts";
import { trackOf } from "../testing/rtc-pair.ts";
import { alice, bob } from "../testing/samples.ts";

describe("a call", () => {
  test("goes from joining to connected, with each peer's media on its way", async () => {
    const stage = new CallStage();
    expect(stage.alice.call.view).toMatchObject({ phase: "joining", self: undefined, peers: [], maxPeers: 2 });

    await stage.environment.advance(1_000);

    expect(stage.alice.call.view).toMatchObject({
      phase: "connected",
      self: { peerId: alice, name: "a", epoch: "e1" },
      peers: [{ peerId: bob, name: "b", media: "connecting", path: undefined }],
      expiresAt: "2030-01-01T00:00:00.000Z",
      talkingSince: undefined,
    });
    expect(stage.environment.rtcs).toHaveLength(2);
  });

  test("tells when the talk began, once, and gives a new view after every change", async () => {
    const stage = await CallStage.talking();
    const since = stage.alice.call.view.talkingSince;
    const before = stage.alice.call.view;
    await stage.environment.advance(5_000);
    stage.alice.call.update({ state: { hand: true } });

    expect(since).toBe(1_700_000_001_000);
    expect(stage.alice.call.view.talkingSince).toBe(since);
    expect(stage.alice.call.view).not.toBe(before);
    expect(before.self?.state.hand).toBe(false);
  });

  test("shows the tracks it began with as its state, unless told otherwise", async () => {
    const stage = await CallStage.talking({ tracks: { microphone: trackOf("audio"), camera: trackOf("video") }, state: { camera: false } });
    await stage.environment.advance(100);

    expect(stage.bob.peer?.state).toMatchObject({ microphone: true, camera: false });
  });

  test("a track that is set is sent to the peer and shown in the own state", async () => {
    const stage = await CallStage.talking();
    const camera = trackOf("video");
    await stage.alice.call.setTrack("camera", camera);
    await stage.environment.advance(100);
    const sent = stage.environment.rtcs.flatMap((rtc) => rtc.getTransceivers()).filter(({ sender }) => sender.track === camera);
    const shown = stage.bob.peer?.state.camera;
    await stage.alice.call.setTrack("camera", undefined);

    expect(sent).toHaveLength(1);
    expect([shown, stage.alice.call.view.self?.state.camera]).toEqual([true, false]);
  });

  test("a screen is a track of the peer for as long as it shares it", async () => {
    const stage = await CallStage.talking();
    await stage.alice.call.setTrack("screen", trackOf("video"));
    await stage.environment.advance(500);
    const during = Object.keys(stage.bob.peer?.tracks ?? {});
    await stage.alice.call.setTrack("screen", undefined);
    await stage.environment.advance(500);

    expect(during).toEqual(["microphone", "camera", "screen"]);
    expect(Object.keys(stage.bob.peer?.tracks ?? {})).toEqual(["microphone", "camera"]);
  });

  test("events come after the view that shows them", async () => {
    const stage = new CallStage();
    const seen: unknown[] = [];
    stage.alice.call.subscribe(({ type }) => type !== "view" && seen.push([type, stage.alice.call.view.peers.length]));
    await stage.environment.advance(1_000);
    await stage.bob.call.hangUp();
    await stage.environment.advance(1_000);

    expect(seen).toEqual([
      ["peer-joined", 1],
      ["peer-left", 0],
    ]);
  });

  test("a relay-only call gathers through TURN alone", async () => {
    const stage = new CallStage();
    const api = { join: async () => ({ ...(await stage.service.join(alice).join()), relayOnly: true }) };
    const page = stage.open(alice, { api });
    await stage.environment.advance(1_000);

    expect(page.call.view.relayOnly).toBe(true);
    expect(stage.environment.rtcs.map(({ configurations }) => configurations[0]?.iceTransportPolicy)).toContain("relay");
  });
});

describe("media and membership", () => {
  test("[CLI-21] a peer that is away keeps its media untouched", async () => {
    const stage = await CallStage.talking();
    stage.service.isDown = true;
    stage.service.cut(bob);
    await stage.environment.advance(5_000);

    expect(stage.alice.told).toEqual(["peer-joined b", "peer-away b"]);
    expect(stage.alice.peer).toMatchObject({ away: true, media: "connected" });
    expect(stage.environment.rtcs.map(({ signalingState }) => signalingState)).toEqual(["stable", "stable"]);
  });

  test("[CLI-21] a connection lost by both does not touch media either", async () => {
    const stage = await CallStage.talking();
    stage.service.cut(alice);
    stage.service.cut(bob);
    expect(stage.alice.call.view).toMatchObject({ phase: "reconnecting", peers: [{ media: "connected" }] });
    await stage.environment.advance(2_000);

    expect(stage.alice.call.view).toMatchObject({ phase: "connected", peers: [{ media: "connected" }] });
    expect(stage.environment.rtcs).toHaveLength(2);
  });

  test("[CLI-22] a peer with a new epoch gets a new RTCPeerConnection, the old one is closed", async () => {
    const stage = await CallStage.talking();
    stage.service.isDown = true;
    stage.service.cut(bob);
    for (const { channel } of stage.environment.rtcs) channel.readyState = "closed";
    await stage.bob.call.hangUp();
    stage.service.isDown = false;
    const reloaded = stage.open(bob, {});
    await stage.environment.advance(1_000);

    const [first, second] = stage.environment.rtcs;
    expect([first?.signalingState, second?.signalingState]).toContain("closed");
    stage.connectMedia();
    expect([stage.alice.peer?.media, reloaded.peer?.media]).toEqual(["connected", "connected"]);
    expect(stage.alice.told).toEqual(["peer-joined b", "peer-away b", "peer-back b"]);
  });

  test("[CLI-22] a peer that was lost and is restored under the same epochs gets a connection that both agree on", async () => {
    const stage = await CallStage.talking();
    stage.environment.sockets[0]?.say({ type: "peer-left", peerId: bob, reason: "lost", revision: 3 });
    expect(stage.alice.call.view.peers).toEqual([]);

    stage.service.loseStore();
    await stage.environment.advance(3_000);
    stage.connectMedia();

    expect(stage.alice.told).toEqual(["peer-joined b", "peer-left b", "peer-joined b"]);
    expect(stage.environment.rtcs.map(({ signalingState }) => signalingState)).toEqual(["closed", "closed", "stable", "stable"]);
    expect([stage.alice.peer?.media, stage.bob.peer?.media]).toEqual(["connected", "connected"]);
  });

  test("[CLI-23] whoever leaves, is kicked or lost loses the media at once", async () => {
    for (const reason of ["left", "kicked", "lost", "ended"] as const) {
      const stage = await CallStage.talking();
      stage.environment.sockets[0]?.say({ type: "peer-left", peerId: bob, reason, revision: 3 });

      expect(stage.alice.call.view.peers).toEqual([]);
      expect(stage.environment.rtcs.filter(({ signalingState }) => signalingState === "closed")).toHaveLength(1);
    }
  });
});
