import { beforeAll, describe, expect, test } from "vitest";
import { FakeCall, fakePeer } from "../testing/fake-call.ts";
import { speak } from "../texts/t.ts";
import { eventWords } from "./event-words.ts";

beforeAll(() => speak("en"));

const { view } = new FakeCall();
const ann = fakePeer("Ann");
const told = (...args: Parameters<typeof eventWords>): string[] => eventWords(...args).map((words) => words());

describe("what is told of a call", () => {
  test.each([
    [{ type: "peer-joined", peer: ann }, "Ann joined"],
    [{ type: "peer-left", peer: ann, reason: "left" }, "Ann left"],
    [{ type: "peer-left", peer: ann, reason: "lost" }, "Ann lost the connection"],
    [{ type: "peer-left", peer: ann, reason: "kicked" }, "Ann was removed"],
    [{ type: "peer-away", peer: ann }, "Ann is reconnecting…"],
    [{ type: "peer-back", peer: fakePeer("") }, "Guest is back"],
  ] as const)("%j", (event, words) => {
    expect(told(event, view, view)).toEqual([words]);
  });

  test("nothing of people who leave because the call ends", () => {
    expect(told({ type: "peer-left", peer: ann, reason: "ended" }, view, view)).toEqual([]);
  });

  test("a hand that goes up and a screen that is shown, once", () => {
    const before = { ...view, peers: [ann] };
    const after = { ...view, peers: [fakePeer("Ann", { state: { ...ann.state, hand: true, screen: true } })] };

    expect(told({ type: "view" }, before, after)).toEqual(["Ann raised a hand", "Ann shares the screen"]);
    expect(told({ type: "view" }, after, after)).toEqual([]);
    expect(told({ type: "view" }, view, after)).toEqual([]);
  });
});
