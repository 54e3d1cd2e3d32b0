import type { Redis } from "ioredis";
import { Hearing, type OnProbe } from "./hearing.ts";
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
  readonly onProbe: OnProbe;
}

/** Channels that this process listens to, on one connection that is made anew until it works. */
export class RedisInboxes {
  readonly #options: RedisInboxesOptions;
  readonly #inboxes = new Map<string, Inbox>();
  #subscriber: Redis | undefined;
  #hearing: Hearing | undefined;

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

  /** Makes sure that what is sent to this process arrives; else the connection is made anew. */
  check(): void {
    this.#hearing?.check();
  }

  close(): void {
    this.#hearing?.close();
    this.#subscriber?.disconnect();
    for (const { opened } of this.#inboxes.values()) opened.reject(storeUnavailable());
    this.#inboxes.clear();
  }

  #connect(): Redis {
    const subscriber = this.#options.openSubscriber();
    subscriber.on("ready", () => void this.#subscribe(subscriber, [...this.#inboxes.keys()]));
    subscriber.on("message", (channel: string, message: string) => this.#inboxes.get(channel)?.hear(message));
    const { probeEveryMs, onProbe } = this.#options;
    this.#hearing = new Hearing({ subscriber, probe: () => this.#probe(), probeEveryMs, onProbe });
    return subscriber;
  }

  async #subscribe(subscriber: Redis, channels: readonly string[]): Promise<void> {
    try {
      await subscriber.subscribe(...channels);
    } catch {
      subscriber.disconnect(true);
      return;
    }
    this.#hearing?.begin();
    for (const channel of channels) this.#inboxes.get(channel)?.opened.resolve();
  }

  #probe(): Promise<unknown> {
    const [channel = ""] = this.#inboxes.keys();
    return this.#options.probe(channel);
  }
}
