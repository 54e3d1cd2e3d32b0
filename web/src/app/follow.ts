import { effect, untracked } from "@preact/signals";

/** Acts on what `read` gives, now and after every change of the signals that it reads, until the answer is called; what `act` reads does not count. */
export const follow = <T>(read: () => T, act: (value: T) => void): (() => void) =>
  effect(() => {
    const value = read();
    untracked(() => act(value));
  });
