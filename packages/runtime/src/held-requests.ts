import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** What one request did in this process: spans that have ended, of its own trace, which may link to others. */
export interface HeldRequest {
  readonly traceIds: ReadonlySet<string>;
  readonly spans: readonly ReadableSpan[];
}

/** Requests that went well, in case their trace still fails: the newest, as many as have `maxSpans` together. */
export class HeldRequests {
  readonly #maxSpans: number;
  // Oldest first.
  readonly #requests = new Set<HeldRequest>();
  #spans = 0;

  constructor(maxSpans: number) {
    this.#maxSpans = maxSpans;
  }

  hold(request: HeldRequest): void {
    this.#requests.add(request);
    this.#spans += request.spans.length;
    for (const oldest of this.#requests) {
      if (this.#spans <= this.#maxSpans) return;
      this.#drop(oldest);
    }
  }

  /** Gives away what was done in a trace, and in those that link to it. */
  take(traceId: string): readonly ReadableSpan[] {
    const taken = [...this.#requests].filter(({ traceIds }) => traceIds.has(traceId));
    for (const request of taken) this.#drop(request);
    return taken.flatMap(({ spans }) => spans);
  }

  #drop(request: HeldRequest): void {
    this.#requests.delete(request);
    this.#spans -= request.spans.length;
  }
}
