import { announcedLimits } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { type FrameSource, Pump } from "./pump.ts";

/** A source of `count` frames that are due at once. */
const sourceOf = (name: string, count: number): FrameSource => {
  let left = count;
  return {
    dueAtMs: () => (left > 0 ? 0 : Number.POSITIVE_INFINITY),
    next: () => {
      left -= 1;
      return name;
    },
  };
};

const open = (...sources: FrameSource[]) => {
  const clock = new FakeClock();
  const sink = {
    bufferedBytes: 0,
    sent: [] as string[],
    send(frame: string): void {
      this.sent.push(frame);
    },
  };
  const pump = new Pump(clock, () => sources);
  pump.open(sink, announcedLimits);
  return { clock, pump, sink };
};

describe("the pump", () => {
  test("[CLI-12] frames stay below the service's limits: 60 at once, 15 a second after", async () => {
    const { clock, pump, sink } = open(sourceOf("x", 1000));
    pump.run();
    const burst = sink.sent.length;
    await clock.advance(10_000);

    expect(burst).toBe(60);
    expect(sink.sent.length).toBeGreaterThan(60 + 145);
    expect(sink.sent.length).toBeLessThanOrEqual(60 + 150);
  });

  test("[CLI-12] nothing more is handed to a network that does not take it", async () => {
    const { clock, pump, sink } = open(sourceOf("x", 10));
    sink.bufferedBytes = 300 * 1024;
    pump.run();
    await clock.advance(1_000);
    const held = sink.sent.length;
    sink.bufferedBytes = 0;
    await clock.advance(100);

    expect([held, sink.sent.length]).toEqual([0, 10]);
  });

  test("[CLI-12] told of its rate, it is silent until a frame is due at the slow pace", async () => {
    const { clock, pump, sink } = open(sourceOf("x", 10));
    pump.slowDown();
    pump.run();
    const atOnce = sink.sent.length;
    await clock.advance(210);

    expect([atOnce, sink.sent.length]).toEqual([0, 3]);
  });

  test("sources take turns", () => {
    const { pump, sink } = open(sourceOf("a", 2), sourceOf("b", 3));
    pump.run();

    expect(sink.sent.join("")).toBe("ababb");
  });

  test("without a connection nothing is drawn, and no timer runs", async () => {
    const { clock, pump, sink } = open(sourceOf("x", 100));
    pump.run();
    pump.close();
    await clock.advance(10_000);

    expect(sink.sent).toHaveLength(60);
    expect(clock.pendingTimers).toBe(0);
  });
});
