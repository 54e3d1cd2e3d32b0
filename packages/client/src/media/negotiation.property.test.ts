import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PairEnd, RtcPair } from "../testing/rtc-pair.ts";

const end = fc.constantFrom(0, 1) as fc.Arbitrary<0 | 1>;
type Play = (pair: RtcPair) => unknown;
const plays = fc.oneof(
  {
    weight: 6,
    arbitrary: end.map(
      (index): Play =>
        (pair) =>
          pair.deliver(pair.ends[index]),
    ),
  },
  {
    weight: 4,
    arbitrary: end.map(
      (index): Play =>
        (pair) =>
          pair.ends[index].environment.advance(0),
    ),
  },
  {
    weight: 2,
    arbitrary: end.map(
      (index): Play =>
        (pair) =>
          void pair.ends[index].share("screen", "video"),
    ),
  },
  {
    weight: 2,
    arbitrary: end.map(
      (index): Play =>
        (pair) =>
          void pair.ends[index].share("screen-audio", "audio"),
    ),
  },
  {
    weight: 2,
    arbitrary: end.map(
      (index): Play =>
        (pair) =>
          pair.ends[index].connection.networkChanged(),
    ),
  },
  {
    weight: 1,
    arbitrary: end.map(
      (index): Play =>
        (pair) =>
          pair.ends[index].outgoing.unshift(...pair.ends[index].outgoing.slice(0, 1)),
    ),
  },
);
const shared = ({ tracks }: PairEnd): string[] => [...new Set(["microphone", "camera", ...tracks.keys()])].toSorted();
const lines = ({ rtc }: PairEnd): unknown => rtc.getTransceivers().map(({ mid }) => mid);

describe("negotiation from both ends at once", () => {
  test("[CLI-20] whatever meets or is repeated, both ends come to rest, agree, and hear every source of the other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plays, { maxLength: 60, size: "max" }), async (script) => {
        const pair = new RtcPair();
        for (const { connection } of pair.ends) connection.setReachable(true);
        for (const play of script) await play(pair);

        await pair.settle();

        const [a, b] = pair.ends;
        expect([a.rtc.signalingState, b.rtc.signalingState]).toEqual(["stable", "stable"]);
        expect([a.connection.number, b.connection.number]).toEqual([1, 1]);
        expect(Object.keys(a.connection.tracks).toSorted()).toEqual(shared(b));
        expect(Object.keys(b.connection.tracks).toSorted()).toEqual(shared(a));
        expect(new Set([lines(a)].flat())).toEqual(new Set([lines(b)].flat()));
      }),
      { numRuns: 300 },
    );
  });
});
