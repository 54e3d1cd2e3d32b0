import { initialPeerState } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { OwnState } from "./own-state.ts";

const frameOf = (own: OwnState, nowMs = 0): unknown => {
  const frame = own.next(nowMs);
  return frame === undefined ? undefined : JSON.parse(frame);
};
const update = (name: string, state: object = {}): object => ({ type: "update", name, state: { ...initialPeerState, ...state } });

describe("the own state", () => {
  test("[CLI-13] a new membership is told the state that it does not begin with", () => {
    const silent = new OwnState("Ann", {});
    const speaking = new OwnState("Ann", { microphone: true });
    for (const own of [silent, speaking]) own.welcome(false);

    expect([frameOf(silent), frameOf(speaking)]).toEqual([undefined, update("Ann", { microphone: true })]);
  });

  test("[CLI-13] changes in between are skipped, and what is known is not repeated", () => {
    const own = new OwnState("Ann", {});
    own.welcome(false);
    own.change({ state: { hand: true } });
    own.change({ name: "Anna", state: { hand: false, camera: true } });

    expect([frameOf(own), frameOf(own)]).toEqual([update("Anna", { camera: true }), undefined]);
  });

  test("[CLI-13] after a resume, what no pong has covered is told again", () => {
    const own = new OwnState("Ann", { camera: true });
    own.welcome(false);
    own.next(1000);
    own.pong(999);
    own.welcome(true);
    const again = frameOf(own, 2000);
    own.pong(2000);
    own.welcome(true);

    expect([again, frameOf(own)]).toEqual([update("Ann", { camera: true }), undefined]);
  });

  test("[CLI-13] what the service could not take is told again with the next pong", () => {
    const own = new OwnState("Ann", { camera: true });
    own.welcome(false);
    own.next(0);
    own.refused();
    const before = own.dueAtMs();
    own.pong(1);

    expect([before, frameOf(own)]).toEqual([Number.POSITIVE_INFINITY, update("Ann", { camera: true })]);
  });

  test("[CLI-13] a membership that starts anew has the name it joined with", () => {
    const own = new OwnState("Ann", {});
    own.change({ name: "Anna" });
    expect(own.joining()).toBe("Anna");

    own.welcome(false);

    expect(frameOf(own)).toBeUndefined();
  });
});
