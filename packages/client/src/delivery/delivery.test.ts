import { describe, expect, test } from "vitest";
import { bob, epoch } from "../testing/samples.ts";
import { Delivery, type SignalFrame } from "./delivery.ts";

const maxFrameBytes = 64 * 1024;
const chance = (): number => 0.5;

const deliveryTo = (to: typeof bob, own: string, theirs: string): Delivery => {
  const delivery = new Delivery(to, chance);
  delivery.between(epoch(own), epoch(theirs));
  return delivery;
};
const read = (frame: string | undefined): SignalFrame | undefined => (frame === undefined ? undefined : (JSON.parse(frame) as SignalFrame));
const drain = (delivery: Delivery, nowMs: number): SignalFrame[] => {
  const frames: SignalFrame[] = [];
  for (let frame = read(delivery.next(nowMs)); frame !== undefined; frame = read(delivery.next(nowMs))) frames.push(frame);
  return frames;
};

describe("delivery to one peer", () => {
  test("[DLV-1] messages are numbered from 1 and name both epochs", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.accept({ hello: 1 }, maxFrameBytes);
    toBob.accept("again", maxFrameBytes);

    expect(drain(toBob, 0)).toEqual([
      { type: "signal", to: bob, epoch: "a1", toEpoch: "b1", seq: 1, ack: 0, data: { hello: 1 } },
      { type: "signal", to: bob, epoch: "a1", toEpoch: "b1", seq: 2, ack: 0, data: "again" },
    ]);
  });

  test("[DLV-2] a message carries the acknowledgement of everything applied so far", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.receive({ epoch: "b1", toEpoch: "a1", seq: 1, ack: 0, data: "x" }, 0);
    toBob.receive({ epoch: "b1", toEpoch: "a1", seq: 2, ack: 0, data: "y" }, 0);
    toBob.accept("z", maxFrameBytes);

    expect(drain(toBob, 0)).toMatchObject([{ seq: 1, ack: 2 }]);
    expect(toBob.dueAtMs()).toBeGreaterThan(250);
  });

  test("[DLV-2] without a message to carry it, an acknowledgement goes alone after 250 ms", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.receive({ epoch: "b1", toEpoch: "a1", seq: 1, ack: 0, data: "x" }, 1000);

    expect(toBob.next(1249)).toBeUndefined();
    expect(drain(toBob, 1250)).toEqual([{ type: "signal", to: bob, epoch: "a1", toEpoch: "b1", ack: 1, data: null }]);
    expect(toBob.dueAtMs()).toBe(Number.POSITIVE_INFINITY);
  });

  test("[DLV-2] the sixteenth message is acknowledged at once", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    for (let seq = 1; seq <= 16; seq += 1) toBob.receive({ epoch: "b1", toEpoch: "a1", seq, ack: 0, data: seq }, 0);

    expect(drain(toBob, 0)).toMatchObject([{ ack: 16, data: null }]);
  });

  test("[DLV-3] a repeated message is not applied again but acknowledged again", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    const frame = { epoch: "b1", toEpoch: "a1", seq: 1, ack: 0, data: "x" };
    const first = toBob.receive(frame, 0);
    drain(toBob, 250);

    const second = toBob.receive(frame, 300);

    expect([first, second]).toEqual([["x"], []]);
    expect(drain(toBob, 550)).toMatchObject([{ ack: 1, data: null }]);
  });

  test("[DLV-3] a message that comes before its turn waits for those before it", () => {
    const toBob = deliveryTo(bob, "a1", "b1");

    const applied = [3, 2, 3, 1, 4].map((seq) => toBob.receive({ epoch: "b1", toEpoch: "a1", seq, ack: 0, data: seq }, 0));

    expect(applied).toEqual([[], [], [], [1, 2, 3], [4]]);
  });

  test("[DLV-3] a message that is too far ahead is dropped until the sender repeats it", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    const hear = (seq: number) => toBob.receive({ epoch: "b1", toEpoch: "a1", seq, ack: 0, data: seq }, 0);

    expect([hear(65), hear(1e9), hear(64)]).toEqual([[], [], []]);
    const applied = Array.from({ length: 63 }, (_, index) => hear(index + 1)).flat();

    expect(applied).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
    expect(hear(65)).toEqual([65]);
  });

  test("[DLV-4] a frame that names another epoch of either end changes nothing", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.accept("kept", maxFrameBytes);
    drain(toBob, 0);

    const applied = [
      toBob.receive({ epoch: "b2", toEpoch: "a1", seq: 1, ack: 1, data: "x" }, 0),
      toBob.receive({ epoch: "b1", toEpoch: "a0", seq: 1, ack: 1, data: "x" }, 0),
      toBob.receive({ seq: 1, ack: 1, data: "x" }, 0),
    ];
    toBob.resend();

    expect(applied).toEqual([[], [], []]);
    expect(drain(toBob, 0)).toMatchObject([{ seq: 1, ack: 0, data: "kept" }]);
  });

  test("[DLV-5] what was not acknowledged goes again in order after a new connection", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    for (const data of ["x", "y", "z"]) toBob.accept(data, maxFrameBytes);
    drain(toBob, 0);
    toBob.receive({ epoch: "b1", toEpoch: "a1", ack: 1, data: null }, 10);

    toBob.resend();

    expect(drain(toBob, 10)).toMatchObject([
      { seq: 2, data: "y" },
      { seq: 3, data: "z" },
    ]);
  });

  test("[DLV-5] what was not acknowledged goes again after a timeout that doubles", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.accept("x", maxFrameBytes);
    drain(toBob, 0);

    const waits: number[] = [];
    let nowMs = 0;
    for (let turn = 0; turn < 5; turn += 1) {
      waits.push(toBob.dueAtMs() - nowMs);
      nowMs = toBob.dueAtMs();
      expect(drain(toBob, nowMs)).toMatchObject([{ seq: 1 }]);
    }

    expect(waits).toEqual([1000, 2000, 4000, 8000, 8000]);
  });

  test("[DLV-5] an undeliverable message goes again after a delay that grows, once for any number of reports", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    for (const data of ["x", "y"]) toBob.accept(data, maxFrameBytes);
    drain(toBob, 0);

    toBob.undeliverable(0);
    toBob.undeliverable(0);
    const first = toBob.dueAtMs();
    const again = drain(toBob, first);
    toBob.undeliverable(first);

    expect(first).toBe(250);
    expect(again).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    expect(toBob.dueAtMs() - first).toBe(500);
  });

  test("[DLV-5] nothing goes to a peer that is away until it is back or heard of", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.hold();
    toBob.accept("x", maxFrameBytes);
    const whileAway = drain(toBob, 0);

    toBob.receive({ epoch: "b1", toEpoch: "a1", ack: 0, data: null }, 0);

    expect(whileAway).toEqual([]);
    expect(drain(toBob, 0)).toMatchObject([{ seq: 1 }]);
  });

  test("[DLV-6] a new epoch of either end discards what waits, starts at 1 and says so", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.accept("old", maxFrameBytes);
    toBob.receive({ epoch: "b1", toEpoch: "a1", seq: 1, ack: 0, data: "x" }, 0);

    const isRenewed = [
      toBob.between(epoch("a1"), epoch("b2")),
      toBob.between(epoch("a1"), epoch("b2")),
      toBob.between(epoch("a2"), epoch("b2")),
    ];
    toBob.accept("new", maxFrameBytes);

    expect(isRenewed).toEqual([true, false, true]);
    expect(drain(toBob, 0)).toMatchObject([{ epoch: "a2", toEpoch: "b2", seq: 1, ack: 0, data: "new" }]);
    expect(toBob.receive({ epoch: "b2", toEpoch: "a2", seq: 1, ack: 0, data: "x" }, 0)).toEqual(["x"]);
  });

  test("[DLV-8] a message over the frame's size is refused, counted in bytes", () => {
    const toBob = deliveryTo(bob, "a1", "b1");

    expect(() => toBob.accept("я".repeat(33_000), maxFrameBytes)).toThrow(expect.objectContaining({ code: "body_too_large" }));
    expect(() => toBob.accept("y".repeat(33_000), maxFrameBytes)).not.toThrow();
  });

  test("an acknowledgement of what was never sent is ignored", () => {
    const toBob = deliveryTo(bob, "a1", "b1");
    toBob.accept("x", maxFrameBytes);
    drain(toBob, 0);

    for (const ack of [2, 1e15, -1, "1", null, 1.5]) toBob.receive({ epoch: "b1", toEpoch: "a1", ack, data: null }, 0);
    toBob.resend();

    expect(drain(toBob, 0)).toMatchObject([{ seq: 1 }]);
  });
});
