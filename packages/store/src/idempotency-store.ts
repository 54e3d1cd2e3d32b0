/** Remembers what a repeated request was answered with. */
export interface IdempotencyStore {
  /**
   * The first claim of `key` keeps its `proposal` for 24 h; later ones with the same `fingerprint` get that first proposal, with
   * another fingerprint `conflict`. Of simultaneous claims exactly one is the first.
   */
  claim(key: string, fingerprint: string, proposal: string): Promise<{ readonly proposal: string } | "conflict">;
}
