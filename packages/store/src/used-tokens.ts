/** Ids of tokens that may be used once. */
export interface UsedTokens {
  /** `true` for the first who burns `id`, `false` for every other within `ttlSeconds`. */
  burn(id: string, ttlSeconds: number): Promise<boolean>;
}
