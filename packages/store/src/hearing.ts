import type { Redis } from "ioredis";

export interface HearingOptions {
  readonly subscriber: Redis;
  /** Publishes something that the subscriber must hear; resolves once Redis has taken it. */
  readonly probe: () => Promise<unknown>;
  readonly probeEveryMs: number;
}

/** Redis hands a message to its subscribers before it answers the publisher; the rest is the network. */
const hearWithinMs = 1_000;

/**
 * Makes sure that a subscriber hears. It can look healthy and be deaf (a half-open socket, a primary that was replaced): one
 * that was silent since the last look is sent a probe, and is connected anew when it does not hear that within a second.
 */
export class Hearing {
  readonly #options: HearingOptions;
  readonly #looking: NodeJS.Timeout;
  #judging: NodeJS.Timeout | undefined;
  #isListening = false;
  #hasHeard = false;

  constructor(options: HearingOptions) {
    this.#options = options;
    options.subscriber.on("message", () => {
      this.#hasHeard = true;
    });
    options.subscriber.on("close", () => {
      this.#isListening = false;
    });
    this.#looking = setInterval(() => {
      if (!this.#hasHeard) this.check();
      this.#hasHeard = false;
    }, options.probeEveryMs);
  }

  /** The subscriber has its channels: from now on it must hear. */
  begin(): void {
    this.#isListening = true;
  }

  /** Sends a probe now, unless one is under way. */
  check(): void {
    if (this.#isListening && this.#judging === undefined) void this.#probe();
  }

  close(): void {
    clearInterval(this.#looking);
    clearTimeout(this.#judging);
  }

  async #probe(): Promise<void> {
    const { subscriber, probe } = this.#options;
    const socket = subscriber.stream;
    this.#hasHeard = false;
    let isTaken = false;
    const judge = (): void => {
      this.#judging = undefined;
      if (isTaken && !this.#hasHeard && subscriber.stream === socket) subscriber.disconnect(true);
    };
    // A process that was itself asleep reads what has come meanwhile before it judges.
    this.#judging = setTimeout(() => setImmediate(judge), hearWithinMs);
    isTaken = await isFulfilled(probe());
  }
}

const isFulfilled = async (promise: Promise<unknown>): Promise<boolean> => {
  const [{ status }] = await Promise.allSettled([promise]);
  return status === "fulfilled";
};
