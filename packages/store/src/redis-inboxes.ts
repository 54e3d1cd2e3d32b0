import type { Redis } from "ioredis";
import { storeUnavailable } from "./redis-problem.ts";

interface Inbox {
  readonly hear: (message: string) => void;
  readonly opened: PromiseWithResolvers<void>;
}

export interface RedisInboxesOptions {
  readonly openSubscriber: () => Redis;
  /** Sends a probe into a channel through the connection for commands. */
  readonly probe: (channel: string) => Promise<unknown>;
  readonly probeEveryMs: number;
}

/**
 * Channels that this process listens to, on one connection that is made anew until it works. A subscriber can look healthy
 * and hear nothing (a half-open socket, a primary that was replaced), so it must hear its own probe before the next one.
 */
export class RedisInboxes {
  readonly #options: RedisInboxesOptions;
  readonly #inboxes = new Map<string, Inbox>();
  #subscriber: Redis | undefined;
  #probing: NodeJS.Timeout | undefined;
  #isProbed = false;

  constructor(options: RedisInboxesOptions) {
    this.#options = options;
  }

  /** Resolves once the channel is heard; while Redis is away it keeps trying, until `close` rejects it. */
  open(channel: string, hear: (message: string) => void): Promise<void> {
    const opened = Promise.withResolvers<void>();
    this.#inboxes.set(channel, { hear, opened });
    this.#subscriber ??= this.#connect();
    if (this.#subscriber.status === "ready") void this.#subscribe(this.#subscriber, [channel]);
    return opened.promise;
  }

  close(): void {
    clearInterval(this.#probing);
    this.#subscriber?.disconnect();
    for (const { opened } of this.#inboxes.values()) opened.reject(storeUnavailable());
    this.#inboxes.clear();
  }

  #connect(): Redis {
    const subscriber = this.#options.openSubscriber();
    subscriber.on("ready", () => void this.#subscribe(subscriber, [...this.#inboxes.keys()]));
    subscriber.on("message", (channel: string, message: string) => {
      this.#isProbed = false;
      this.#inboxes.get(channel)?.hear(message);
    });
    this.#probing = setInterval(() => void this.#probe(subscriber), this.#options.probeEveryMs);
    return subscriber;
  }

  async #subscribe(subscriber: Redis, channels: readonly string[]): Promise<void> {
    this.#isProbed = false;
    try {
      await subscriber.subscribe(...channels);
    } catch {
      subscriber.disconnect(true);
      return;
    }
    for (const channel of channels) this.#inboxes.get(channel)?.opened.resolve();
  }

  async #probe(subscriber: Redis): Promise<void> {
    const [channel] = this.#inboxes.keys();
    if (channel === undefined || subscriber.status !== "ready") return;
    if (this.#isProbed) subscriber.disconnect(true);
    else this.#isProbed = await isFulfilled(this.#options.probe(channel));
  }
}

const isFulfilled = async (promise: Promise<unknown>): Promise<boolean> => {
  const [{ status }] = await Promise.allSettled([promise]);
  return status === "fulfilled";
};
