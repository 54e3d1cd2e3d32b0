import { clearTimeout, setTimeout } from "k6/timers";

/** Waits without holding up anybody else of this virtual user. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Waits until the condition holds; answers whether it did within the limit. */
export async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  const untilMs = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > untilMs) return false;
    await pause(20);
  }
  return true;
}

/** Something that happens once, and that others wait for. */
export class Moment {
  #isOver = false;
  readonly #waiting = new Set<() => void>();

  happen(): void {
    this.#isOver = true;
    for (const tell of this.#waiting) tell();
  }

  /** Whether it happened, at the latest within the limit. */
  within(ms: number): Promise<boolean> {
    if (this.#isOver) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(limit);
        this.#waiting.delete(settle);
        resolve(this.#isOver);
      };
      const limit = setTimeout(settle, ms);
      this.#waiting.add(settle);
    });
  }
}
