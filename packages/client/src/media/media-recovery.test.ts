import { describe, expect, test } from "vitest";
import { kindsOf, RtcPair } from "../testing/rtc-pair.ts";

describe("restarts", () => {
  test("[CLI-14] a restart takes the newest ICE servers first, and those of TURN alone on its rung", async () => {
    const pair = await RtcPair.connected();
    const { connection, rtc, environment } = pair.impolite;
    const turn = [{ urls: ["turn:example.org"], username: "new", credential: "new" }];
    pair.impolite.iceServers = turn;
    rtc.become("failed");
    await environment.advance(250);
    await pair.settle();
    const restarts = rtc.restarts;
    for (let turns = 0; turns < 2; turns += 1) {
      await environment.advance(8_100);
      await pair.settle();
    }

    expect(restarts).toBe(1);
    expect(rtc.configurations.slice(1)).toEqual([
      { iceServers: turn },
      { iceServers: turn },
      { iceServers: turn, iceTransportPolicy: "relay" },
    ]);
    expect(connection.media).toBe("restarting");
  });

  test("[CLI-14] who answers a restart takes its newest ICE servers too", async () => {
    const pair = await RtcPair.connected();
    const turn = [{ urls: ["turn:example.org"], username: "new", credential: "new" }];
    pair.polite.iceServers = turn;

    pair.impolite.rtc.become("failed");
    await pair.impolite.environment.advance(250);
    await pair.settle();

    expect(pair.polite.rtc.configurations.at(-1)).toEqual({ iceServers: turn });
  });

  test("[CLI-14] a new connection takes the next number at both ends, and keeps the tracks", async () => {
    for (const who of ["impolite", "polite"] as const) {
      const pair = await RtcPair.connected();
      await pair[who].share("camera", "video");
      const camera = pair[who].tracks.get("camera");
      pair[who].rtc.become("failed");
      for (let turn = 0; turn < 3; turn += 1) {
        await pair[who].environment.advance(8_100);
        await pair.settle();
      }

      expect(pair.ends.map(({ connection }) => connection.number)).toEqual([2, 2]);
      expect(pair.ends.map(({ rtc }) => rtc.signalingState)).toEqual(["stable", "stable"]);
      expect(pair[who].rtc.getTransceivers().map(({ sender }) => sender.track)).toContain(camera);
    }
  });

  test("[CLI-18] messages of an older connection are dropped", async () => {
    const pair = await RtcPair.connected();
    const { connection, rtc } = pair.impolite;
    connection.receive({ kind: "rebuild", connection: 5 });
    await pair.settle();
    connection.receive({ kind: "rebuild", connection: 4 });
    connection.receive({ kind: "description", connection: 4, negotiation: 99, description: { type: "offer", sdp: "[]" }, sources: {} });
    await pair.settle();
    await pair.impolite.environment.advance(1_000);

    expect(rtc.signalingState).toBe("closed");
    expect(pair.ends.map((end) => end.connection.number)).toEqual([5, 5]);
    expect(pair.impolite.environment.rtcs).toHaveLength(2);
  });

  test("[CLI-14] a description that cannot be applied leads to a new connection", async () => {
    const pair = await RtcPair.connected();
    pair.impolite.connection.receive({
      kind: "description",
      connection: 1,
      negotiation: 50,
      description: { type: "offer", sdp: '[{"mid":"7","kind":"video","direction":"sendrecv"}]' },
      sources: {},
    });
    await pair.impolite.environment.advance(300);
    await pair.settle();

    expect(pair.ends.map(({ connection }) => connection.number)).toEqual([2, 2]);
  });
});

describe("while the service is away", () => {
  test("[CLI-19] negotiation goes over the data channel, and its last part again by the service", async () => {
    const pair = await RtcPair.connected();
    for (const { connection } of pair.ends) connection.setReachable(false);
    await pair.polite.share("screen", "video");
    await pair.settle();
    expect(Object.keys(pair.impolite.connection.tracks)).toContain("screen");

    for (const { connection } of pair.ends) connection.setReachable(true);
    const again = pair.ends.map(({ outgoing }) => kindsOf(outgoing));
    await pair.settle();

    expect(again).toEqual([["answer"], ["offer"]]);
    expect(pair.ends.map(({ rtc }) => rtc.signalingState)).toEqual(["stable", "stable"]);
  });

  test("[CLI-19] without a data channel messages are left to the session, which holds them", async () => {
    const pair = new RtcPair();
    await pair.impolite.environment.advance(0);

    expect(kindsOf(pair.impolite.outgoing)).toEqual(["offer"]);
  });

  test("[CLI-19] state and farewell are heard over the data channel, nonsense is not", async () => {
    const pair = await RtcPair.connected();
    const { connection, rtc } = pair.impolite;
    connection.tellAside({ kind: "state", name: "Ann", state: { microphone: true } });
    for (const nonsense of ["{", '{"kind":"state","name":7}', '{"kind":"other"}', "null"]) rtc.channel.send(nonsense);
    connection.tellAside({ kind: "leave" });
    await pair.polite.environment.advance(0);

    expect(pair.polite.told).toEqual(["channel", "state", "leave"]);
  });
});

test("close leaves no timer, and hears nothing any more", async () => {
  const pair = await RtcPair.connected();
  pair.impolite.rtc.become("failed");
  pair.impolite.connection.close();

  expect(pair.impolite.environment.pendingTimers).toBe(0);
  expect(pair.impolite.rtc.signalingState).toBe("closed");
});
