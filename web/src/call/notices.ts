import { type ReadonlySignal, signal } from "@preact/signals";
import type { Words } from "../texts/t.ts";

/** Something to tell for a moment. */
export interface Notice {
  readonly id: number;
  readonly words: Words;
}

const shownMs = 5_000;
const most = 3;

/** What happened lately, each for 5 s and at most three at a time; owns its timers until `close`. */
export class Notices {
  readonly #list = signal<readonly Notice[]>([]);
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #next = 0;

  get list(): ReadonlySignal<readonly Notice[]> {
    return this.#list;
  }

  tell(words: Words): void {
    const notice = { id: this.#next++, words };
    this.#list.value = [...this.#list.value, notice].slice(-most);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#list.value = this.#list.value.filter(({ id }) => id !== notice.id);
    }, shownMs);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
