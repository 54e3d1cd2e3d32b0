const firstMs = 250;
const capMs = 8_000;

/** How long to wait before attempt number `attempt` (from 0, which is at once); full jitter spreads a pod's peers. */
export const reconnectDelayMs = (attempt: number, random: () => number): number =>
  attempt === 0 ? 0 : random() * Math.min(capMs, firstMs * 2 ** (attempt - 1));
