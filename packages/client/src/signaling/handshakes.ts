const shortestMs = 600;
const longestMs = 10_000;

interface Handshake {
  /** Until when it must be welcomed. */
  readonly limitMs: number;
  /** The call's id, as the address has it. */
  readonly spelling: string;
}

/** How long the next handshake may take and where it goes, by how those before it went. */
export class Handshakes {
  #limitMs = longestMs;
  #failures = 0;
  #beganAtMs = 0;

  begin(callId: string, nowMs: number): Handshake {
    this.#beganAtMs = nowMs;
    return { limitMs: this.#limitMs, spelling: spell(callId, this.#failures) };
  }

  /** The next one may take four times as long. */
  succeeded(nowMs: number): void {
    this.#failures = 0;
    this.#limitMs = within(4 * (nowMs - this.#beganAtMs));
  }

  /** The next one may take twice as long, and goes elsewhere. */
  failed(): void {
    this.#failures += 1;
    this.#limitMs = within(2 * this.#limitMs);
  }
}

const within = (ms: number): number => Math.min(longestMs, Math.max(shortestMs, ms));

/**
 * The same id to who decodes it (RFC 3986 §2.3), and with every count of escaped letters another key to a balancer that hashes what
 * it reads: such a balancer would go on choosing the one pod that is gone until somebody tells it.
 */
function spell(callId: string, escaped: number): string {
  const escapes = Array.from(callId.slice(0, escaped), (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return escapes.join("") + callId.slice(escaped);
}
