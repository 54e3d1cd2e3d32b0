import type { Redis } from "ioredis";

export interface HearingOptions {
  readonly subscriber: Redis;
  /** Publishes something that the subscriber must hear; resolves once Redis has taken it. */
  readonly probe: () => Promise<unknown>;
  readonly probeEveryMs: number;
  readonly onProbe: OnProbe;
}

/** How a probe ended: `heard` after so many seconds, `lost` when Redis took it and nothing came, `failed` when it could not be sent. */
export type OnProbe = (result: "heard" | "lost" | "failed", seconds?: number) => void;

/** A message without envelopes. */
export const probeMessage = "";

/** Redis hands a message to its subscribers before it answers the publisher; the rest is the network. */
const hearWithinMs = 1_000;

/**
 * Makes sure that a subscriber hears. It can look healthy and be deaf (a half-open socket, a primary that was replaced), so it
 * is sent probes, and is connected anew when it does not hear anything within a second of one.
 */
export class Hearing {
  readonly #options: HearingOptions;
  readonly #looking: NodeJS.Timeout;
  #judging: NodeJS.Timeout | undefined;
  #isListening = false;
  #hasHeard = false;
  #probedAtMs: number | undefined;

  constructor(options: HearingOptions) {
    this.#options = options;
    options.subscriber.on("message", (_channel: string, message: string) => {
      this.#hasHeard = true;
      if (message === probeMessage) this.#hearProbe();
    });
    options.subscriber.on("close", () => {
      this.#isListening = false;
    });
    this.#looking = setInterval(() => {
      if (this.#isListening) this.check();
      else options.onProbe("failed");
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
    const { subscriber, probe, onProbe } = this.#options;
    const socket = subscriber.stream;
    this.#hasHeard = false;
    this.#probedAtMs = performance.now();
    let isTaken = false;
    const judge = (): void => {
      this.#judging = undefined;
      if (this.#probedAtMs !== undefined) onProbe(isTaken ? "lost" : "failed");
      this.#probedAtMs = undefined;
      if (isTaken && !this.#hasHeard && subscriber.stream === socket) subscriber.disconnect(true);
    };
    // A process that was itself asleep reads what has come meanwhile before it judges.
    this.#judging = setTimeout(() => setImmediate(judge), hearWithinMs);
    isTaken = await isFulfilled(probe());
  }

  #hearProbe(): void {
    if (this.#probedAtMs !== undefined) this.#options.onProbe("heard", (performance.now() - this.#probedAtMs) / 1_000);
    this.#probedAtMs = undefined;
  }
}

const isFulfilled = async (promise: Promise<unknown>): Promise<boolean> => {
  const [{ status }] = await Promise.allSettled([promise]);
  return status === "fulfilled";
};
