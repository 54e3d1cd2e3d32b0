const sweepEveryMs = 10_000;

/** A map whose entries have an end of life, as keys in Redis have; what has ended is swept away with later writes. */
export class ExpiringMap<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly expiresAtMs: number }>();
  readonly #now: () => number;
  #sweepAtMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.#now() < entry.expiresAtMs ? entry.value : undefined;
  }

  set(key: K, value: V, expiresAtMs: number): void {
    this.#sweep();
    this.#entries.set(key, { value, expiresAtMs });
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  *values(): Generator<V> {
    const now = this.#now();
    for (const { value, expiresAtMs } of this.#entries.values()) if (now < expiresAtMs) yield value;
  }

  #sweep(): void {
    const now = this.#now();
    if (now < this.#sweepAtMs) return;
    this.#sweepAtMs = now + sweepEveryMs;
    for (const [key, { expiresAtMs }] of this.#entries) if (now >= expiresAtMs) this.#entries.delete(key);
  }
}
