import { type ReadonlySignal, signal } from "@preact/signals";

type Player = Pick<HTMLMediaElement, "play">;

/** The sound of a call: plays every element, and knows when the browser waits for a tap first. */
export class Playback {
  readonly #players = new Set<Player>();
  readonly #blocked = signal(false);

  /** Whether some sound waits for a gesture. */
  get blocked(): ReadonlySignal<boolean> {
    return this.#blocked;
  }

  /** Plays an element from now on, until the answer is called. */
  add(player: Player): () => void {
    this.#players.add(player);
    void this.#play(player);
    return () => {
      this.#players.delete(player);
      if (this.#players.size === 0) this.#blocked.value = false;
    };
  }

  /** Plays everything again; to be called from a gesture. */
  async unlock(): Promise<void> {
    this.#blocked.value = false;
    await Promise.all([...this.#players].map((player) => this.#play(player)));
  }

  async #play(player: Player): Promise<void> {
    try {
      await player.play();
    } catch (error) {
      const waits = error instanceof DOMException && error.name === "NotAllowedError";
      if (waits && this.#players.has(player)) this.#blocked.value = true;
    }
  }
}
