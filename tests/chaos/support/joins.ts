import { type ApiClient, createApiClient } from "@tgcall/client";
import { HeadlessPeer } from "../headless/headless-peer.ts";

const peersMs = 10_000;

/** People who create calls, follow links, meet and leave, at a steady rate; each of their requests is counted. */
export class Joins {
  requests = 0;
  /** What was not answered with success, in words. */
  readonly failures: string[] = [];
  meetings = 0;
  readonly #origin: string;
  readonly #request: typeof fetch;
  readonly #api: ApiClient;
  readonly #begin: NodeJS.Timeout;
  readonly #running = new Set<Promise<void>>();

  /** `request`: how they ask, when not as Node does. */
  constructor(origin: string, perSecond: number, request: typeof fetch = fetch) {
    this.#origin = origin;
    this.#request = request;
    this.#api = createApiClient(origin, (...asked) => this.#count(...asked));
    this.#begin = setInterval(() => this.#start(), 2_000 / perSecond);
  }

  async stop(): Promise<void> {
    clearInterval(this.#begin);
    await Promise.all(this.#running);
  }

  #start(): void {
    const meeting = this.#meet().catch((error: unknown) => void this.failures.push(inWords(error)));
    this.#running.add(meeting);
    void meeting.finally(() => this.#running.delete(meeting));
  }

  async #meet(): Promise<void> {
    const { code, joinToken } = await this.#api.create({ initiator_telegram_id: "1" });
    const { joinToken: guestToken } = await this.#api.resolve(code);
    const peers = [joinToken, guestToken].map((token) => new HeadlessPeer({ peer: "passer-by", origin: this.#origin, token }, this.#api));
    const deadline = Date.now() + peersMs;
    while (!peers.every(({ view }) => view.peers.length === 1) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    if (Date.now() < deadline) this.meetings += 1;
    else this.failures.push("two did not meet");
    for (const peer of peers) peer.leave();
  }

  async #count(...asked: Parameters<typeof fetch>): Promise<Response> {
    this.requests += 1;
    const response = await this.#request(...asked);
    if (!response.ok) this.failures.push(`${asked[0]}: ${response.status}`);
    return response;
  }
}

/** The error and what it came from. */
const inWords = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? `${error} (${inWords(error.cause)})` : String(error);
