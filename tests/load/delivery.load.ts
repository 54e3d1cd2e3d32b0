import { expect, test } from "vitest";
import { Delivery, type SignalFrame } from "../../loadtest/src/delivery.ts";
import type { Epoch, PeerId } from "../../packages/protocol/src/ids.ts";

const pair = (): readonly [ada: Delivery, bob: Delivery] => [
  new Delivery("b".repeat(16) as PeerId, "ea" as Epoch, "eb" as Epoch),
  new Delivery("a".repeat(16) as PeerId, "eb" as Epoch, "ea" as Epoch),
];
const take = (delivery: Delivery, nowMs: number): SignalFrame[] => {
  const frames: SignalFrame[] = [];
  for (let frame = delivery.next(nowMs); frame !== undefined; frame = delivery.next(nowMs)) frames.push(JSON.parse(frame));
  return frames;
};

test("[DLV-9] whatever a network loses, repeats and reorders, each message takes effect once and in turn", () => {
  const [ada, bob] = pair();
  const applied: unknown[] = [];
  const wanted = Array.from({ length: 50 }, (_, index) => index);
  let nowMs = 0;
  for (const number of wanted) ada.accept(number);
  for (let round = 0; applied.length < wanted.length && round < 1_000; round += 1, nowMs += 250) {
    const there = take(ada, nowMs).filter(() => Math.random() < 0.6);
    for (const frame of [...there, ...there].toSorted(() => Math.random() - 0.5)) applied.push(...bob.receive(frame, nowMs));
    for (const frame of take(bob, nowMs)) if (Math.random() < 0.6) ada.receive(frame, nowMs);
  }

  expect(applied).toEqual(wanted);
  expect(ada.resent).toBeGreaterThan(0);
});

test("[DLV-5] nothing goes to a peer that is away, and everything unacknowledged when it is back", () => {
  const [ada, bob] = pair();
  ada.accept("one");
  take(ada, 0);
  ada.hold();
  ada.accept("two");

  expect(take(ada, 60_000)).toEqual([]);
  ada.rewind();
  expect(take(ada, 60_000).flatMap((frame) => bob.receive(frame, 60_000))).toEqual(["one", "two"]);
});

test("[DLV-2] an acknowledgement goes alone after 250 ms, and what it covers goes no more", () => {
  const [ada, bob] = pair();
  ada.accept("one");
  for (const frame of take(ada, 0)) bob.receive(frame, 0);

  expect(take(bob, 249)).toEqual([]);
  for (const frame of take(bob, 250)) ada.receive(frame, 250);
  ada.rewind();
  expect(take(ada, 60_000)).toEqual([]);
});

test("[DLV-4] a frame between other epochs changes nothing", () => {
  const [ada] = pair();

  expect(ada.receive({ epoch: "another", toEpoch: "ea", seq: 1, ack: 0, data: "x" }, 0)).toEqual([]);
  expect(ada.receive({ epoch: "eb", toEpoch: "another", seq: 1, ack: 0, data: "x" }, 0)).toEqual([]);
  expect(take(ada, 60_000)).toEqual([]);
});

test("[DLV-7] more than 256 messages that wait are not accepted", () => {
  const [ada] = pair();
  const answers = Array.from({ length: 257 }, (_, index) => ada.accept(index));

  expect(answers.indexOf(false)).toBe(256);
});
