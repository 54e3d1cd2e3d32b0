import { vi } from "vitest";

const stepMs = 50;
const turns = 6;

/** Time that stands still but for `pass`; chance that comes from a seed. Ends with what uses it. */
export function takeTime(seed: number): Disposable & { pass(ms: number): Promise<void> } {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  let state = seed;
  vi.spyOn(Math, "random").mockImplementation(() => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  });
  return {
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await settle();
        vi.advanceTimersByTime(Math.min(stepMs, ms - passed));
      }
      await settle();
    },
    [Symbol.dispose]() {
      vi.restoreAllMocks();
      vi.useRealTimers();
    },
  };
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
