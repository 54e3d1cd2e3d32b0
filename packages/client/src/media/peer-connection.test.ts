import { describe, expect, test } from "vitest";
import { kindsOf, RtcPair, trackOf } from "../testing/rtc-pair.ts";

describe("the first exchange", () => {
  test("[CLI-17] the impolite peer alone offers, and both have one transceiver each for microphone and camera", async () => {
    const pair = new RtcPair();
    await pair.impolite.environment.advance(0);
    await pair.polite.environment.advance(0);
    expect([kindsOf(pair.impolite.outgoing), kindsOf(pair.polite.outgoing)]).toEqual([["offer"], []]);

    await pair.settle();

    for (const { rtc } of pair.ends) {
      expect(rtc.getTransceivers().map(({ mid, currentDirection: d, receiver }) => [mid, d, receiver.track.kind])).toEqual([
        ["0", "sendrecv", "audio"],
        ["1", "sendrecv", "video"],
      ]);
    }
    for (const { connection } of pair.ends) expect(Object.keys(connection.tracks)).toEqual(["microphone", "camera"]);
  });

  test("[CLI-17] tracks that the polite peer has go out on the transceivers of the offer", async () => {
    const pair = new RtcPair();
    const camera = trackOf("video");
    pair.polite.tracks.set("camera", camera);
    await pair.settle();

    expect(pair.polite.rtc.getTransceivers().map(({ sender }) => sender.track)).toEqual([null, camera]);
  });

  test("[CLI-17] muting and unmuting replace tracks without a negotiation", async () => {
    const pair = await RtcPair.connected();
    for (const end of pair.ends) {
      await end.share("microphone", "audio");
      await end.connection.setTrack("microphone", undefined);
      await end.share("camera", "video");
      await end.environment.advance(100);
    }

    expect(pair.ends.map(({ outgoing }) => outgoing)).toEqual([[], []]);
  });

  test("[CLI-17] a screen is negotiated, named by its source, and shared again without a negotiation", async () => {
    const pair = await RtcPair.connected();
    await pair.polite.share("screen", "video");
    await pair.settle();
    expect(Object.keys(pair.impolite.connection.tracks)).toEqual(["microphone", "camera", "screen"]);

    await pair.polite.connection.setTrack("screen", undefined);
    await pair.polite.share("screen", "video");
    await pair.polite.environment.advance(100);

    expect(pair.polite.outgoing).toEqual([]);
  });
});

describe("candidates", () => {
  test("[CLI-18] those of 20 ms travel in one message, with the end of candidates", async () => {
    const pair = new RtcPair();
    await pair.impolite.environment.advance(0);
    const { rtc, environment, outgoing } = pair.impolite;
    outgoing.length = 0;
    for (const candidate of ["one", "two"])
      rtc.onicecandidate?.({ candidate: { toJSON: () => ({ candidate, sdpMid: "0", usernameFragment: "u" }) } });
    await environment.advance(19);
    rtc.onicecandidate?.({ candidate: null });
    const early = outgoing.length;
    await environment.advance(1);

    expect(early).toBe(0);
    expect(outgoing).toMatchObject([
      { kind: "candidates", connection: 1, candidates: [{ candidate: "one" }, { candidate: "two" }, { candidate: "" }] },
    ]);
    expect(outgoing[0]).toMatchObject({ candidates: [{}, {}, { usernameFragment: expect.stringMatching(/^u\d+\.0$/) }] });
  });

  test("[CLI-18] those of another generation are dropped, a bad one harms no other, early ones wait for their description", async () => {
    const pair = new RtcPair();
    await pair.impolite.environment.advance(0);
    const fragment = /ice-ufrag:(\S+)/.exec(pair.impolite.rtc.localDescription?.sdp ?? "")?.[1];
    const tell = (candidate: string, usernameFragment: string | undefined): void =>
      pair.polite.connection.receive({ kind: "candidates", connection: 1, candidates: [{ candidate, usernameFragment }] });
    tell("early", fragment);
    tell("old", "other");
    await pair.settle();
    for (const candidate of ["bad", "good"]) tell(candidate, fragment);
    tell("late", "other");
    await pair.polite.environment.advance(0);

    expect(pair.polite.rtc.added).toEqual(["early", "good"]);
  });
});
