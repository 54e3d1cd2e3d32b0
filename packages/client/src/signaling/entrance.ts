import type { JoinedCall, Traceparent } from "@tgcall/protocol";
import type { ApiClient } from "../api-client.ts";
import type { Clock } from "../environment.ts";
import { judgeRefusal, notFoundPatienceMs, type Refusal } from "./refusal.ts";

interface EntranceOptions {
  readonly api: Pick<ApiClient, "join">;
  readonly token: string;
  /** Which span joining belongs under. */
  readonly traceparent: Traceparent | undefined;
  readonly clock: Clock;
}

/** The way in through the api, which gives out tickets; remembers whether we were in the call already. */
export class Entrance {
  readonly #options: EntranceOptions;
  #traceparent: Traceparent | undefined;
  #wasInside = false;
  #notFoundSinceMs: number | undefined;

  constructor(options: EntranceOptions) {
    this.#options = options;
    this.#traceparent = options.traceparent;
  }

  /** The service has let us in. */
  entered(): void {
    this.#wasInside = true;
    this.#notFoundSinceMs = undefined;
  }

  async ask(name: string): Promise<JoinedCall | Refusal> {
    const { api, token } = this.#options;
    // Who comes back is not on its way in any more: the service begins a trace of its own.
    const traceparent = this.#wasInside ? undefined : this.#traceparent;
    try {
      const joined = await api.join(token, name, { traceparent });
      this.#traceparent = joined.traceparent;
      return joined;
    } catch (error) {
      const refusal = judgeRefusal(error);
      return this.#mayBeRestored(refusal) ? { retryAfterMs: 0 } : refusal;
    }
  }

  #mayBeRestored({ cause }: Refusal): boolean {
    if (!this.#wasInside || cause?.by !== "api" || cause.code !== "call_not_found") return false;
    const nowMs = this.#options.clock.now();
    this.#notFoundSinceMs ??= nowMs;
    return nowMs - this.#notFoundSinceMs < notFoundPatienceMs;
  }
}
