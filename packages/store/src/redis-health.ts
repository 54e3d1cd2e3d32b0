import type { OpenedClient } from "./redis-client.ts";
import type { StoreHealth } from "./stores.ts";

/** How all clients of one Redis fare together. */
export class RedisHealth {
  readonly #clients = new Set<OpenedClient>();
  readonly #met = new Set<OpenedClient>();
  readonly #listeners = new Set<() => void>();
  #wasDegraded = false;

  add(client: OpenedClient): void {
    this.#clients.add(client);
  }

  now(): StoreHealth {
    const usable = [...this.#clients].filter(({ isUsable }) => isUsable());
    for (const client of usable) this.#met.add(client);
    if (this.#met.size < this.#clients.size) return "connecting";
    return usable.length === this.#clients.size ? "ready" : "degraded";
  }

  /** To be called whenever a client may have become usable, or unusable. */
  update(): void {
    const health = this.now();
    if (health === "degraded") this.#wasDegraded = true;
    if (health !== "ready" || !this.#wasDegraded) return;
    this.#wasDegraded = false;
    for (const listener of this.#listeners) listener();
  }

  /** Calls when all work again after some did not; answers how to stop that. */
  onRecovered(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
