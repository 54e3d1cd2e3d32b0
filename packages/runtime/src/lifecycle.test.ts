import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLifecycle } from "./lifecycle.ts";
import { silentLogger } from "./logger.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A lifecycle on a process that only notes how it exits. */
function start() {
  const exits: number[] = [];
  const events: string[] = [];
  const process = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const log = {
    ...silentLogger,
    warn: (message: string, fields = {}) => void events.push(`${message} ${JSON.stringify(fields)}`),
    error: (message: string) => void events.push(message),
  };
  let nowMs = 0;
  const lifecycle = createLifecycle({ log, process, limitMs: 1_000, now: () => nowMs });
  const advance = async (ms: number): Promise<void> => {
    nowMs += ms;
    await vi.advanceTimersByTimeAsync(ms);
  };
  return { lifecycle, process, exits, events, advance, note: (name: string) => () => void events.push(name) };
}

const never = (): Promise<void> => new Promise(() => {});

describe("a process", () => {
  test("starts, becomes ready once told, and drains from the first signal on", async () => {
    const { lifecycle, process, advance } = start();
    expect(lifecycle.phase).toBe("starting");
    lifecycle.ready();
    expect(lifecycle.phase).toBe("ready");

    process.emit("SIGTERM");

    expect(lifecycle.phase).toBe("draining");
    lifecycle.ready();
    expect(lifecycle.phase).toBe("draining");
    await advance(0);
  });

  test.each(["SIGTERM", "SIGINT"])("drains in order, closes in reverse order and exits 0 on %s", async (signal) => {
    const { lifecycle, process, exits, events, advance, note } = start();
    lifecycle.onClose("store", note("close store"));
    lifecycle.onDrain("endpoints", note("drain endpoints"));
    lifecycle.onClose("server", note("close server"));
    lifecycle.onDrain("peers", note("drain peers"));

    process.emit(signal);
    await advance(0);

    expect(events).toEqual(["drain endpoints", "drain peers", "close server", "close store"]);
    expect(exits).toEqual([0]);
  });

  test("hands over at SIGUSR2, once, and serves on", async () => {
    const { lifecycle, process, exits, events, advance, note } = start();
    lifecycle.onNotice("peers", note("move peers"));
    lifecycle.onDrain("peers", note("drain peers"));
    process.emit("SIGUSR2");
    const whileStarting = [...events];
    lifecycle.ready();

    process.emit("SIGUSR2");
    process.emit("SIGUSR2");
    await advance(0);

    expect([whileStarting, events, lifecycle.phase, exits]).toEqual([[], ["move peers"], "ready", []]);
    process.emit("SIGTERM");
    await advance(0);
    expect([events, exits]).toEqual([["move peers", "drain peers"], [0]]);
  });

  test("waits for one step before the next", async () => {
    const { lifecycle, process, exits, events, advance, note } = start();
    lifecycle.onDrain("slow", () => new Promise((resolve) => setTimeout(resolve, 500)));
    lifecycle.onClose("server", note("close server"));

    process.emit("SIGTERM");
    await advance(499);
    expect(events).toEqual([]);
    await advance(1);

    expect(events).toEqual(["close server"]);
    expect(exits).toEqual([0]);
  });

  test("leaves a step behind that exceeds its limit", async () => {
    const { lifecycle, process, exits, events, advance, note } = start();
    lifecycle.onClose("server", note("close server"));
    lifecycle.onDrain("stuck", never);
    lifecycle.onDrain("long", never, 5_000);

    process.emit("SIGTERM");
    await advance(1_000);
    expect(events).toEqual(['step took too long {"step":"stuck","limitMs":1000}']);
    await advance(5_000);

    expect(events.at(-1)).toBe("close server");
    expect(exits).toEqual([0]);
  });

  test("goes on after a step that fails, and exits 1", async () => {
    const { lifecycle, process, exits, events, advance, note } = start();
    lifecycle.onClose("server", note("close server"));
    lifecycle.onDrain("broken", () => {
      throw new Error("x");
    });

    process.emit("SIGTERM");
    await advance(0);

    expect(events).toEqual(["step failed", "close server"]);
    expect(exits).toEqual([1]);
  });

  test("closes what was opened while it was already stopping", async () => {
    const { lifecycle, process, events, advance, note } = start();
    lifecycle.onDrain("slow", async () => lifecycle.onClose("late", note("close late")));

    process.emit("SIGTERM");
    await advance(0);

    expect(events).toEqual(["close late"]);
  });

  test("leaves no listener behind", async () => {
    const { lifecycle, process } = start();
    expect(process.eventNames()).toHaveLength(5);

    await lifecycle.stop();

    expect(process.eventNames()).toEqual([]);
  });
});

describe("a second signal", () => {
  test("exits at once, with 128 and its number", async () => {
    const { lifecycle, process, exits, advance } = start();
    lifecycle.onDrain("long", never, 5_000);
    process.emit("SIGTERM");
    await advance(1_100);

    process.emit("SIGINT");

    expect(exits).toEqual([130]);
  });

  test("is the same keystroke when it comes within a second", async () => {
    const { lifecycle, process, exits, advance } = start();
    lifecycle.onDrain("stuck", never);
    process.emit("SIGINT");
    await advance(100);

    process.emit("SIGINT");

    expect(exits).toEqual([]);
    await advance(2_000);
    expect(exits).toEqual([0]);
  });
});

test.each([
  ["uncaughtException", "uncaught exception"],
  ["unhandledRejection", "unhandled rejection"],
])("%s is logged, and the process drains and exits 1", async (event, message) => {
  const { lifecycle, process, exits, events, advance, note } = start();
  lifecycle.onDrain("peers", note("drain peers"));

  process.emit(event, new Error("x"));
  await advance(0);

  expect(events).toEqual([message, "drain peers"]);
  expect(exits).toEqual([1]);
});

test("an exception while stopping does not start over but changes the exit code", async () => {
  const { lifecycle, process, exits, events, advance, note } = start();
  lifecycle.onDrain("peers", note("drain peers"));
  lifecycle.onDrain("slow", () => new Promise((resolve) => setTimeout(resolve, 500)));
  process.emit("SIGTERM");
  await advance(100);

  process.emit("uncaughtException", new Error("x"));
  await advance(400);

  expect(events).toEqual(["drain peers", "uncaught exception"]);
  expect(exits).toEqual([1]);
});
