/** Somebody who opens the pages and asks the API over and over; each answer that is no success is kept in words. */
export class Visits {
  requests = 0;
  readonly failures: string[] = [];
  readonly #request: typeof fetch;
  readonly #timer: NodeJS.Timeout;
  readonly #running = new Set<Promise<void>>();

  constructor(origin: string, perSecond: number, request: typeof fetch) {
    this.#request = request;
    const paths = ["/", "/join", "/api/healthz", "/api/openapi.json"];
    this.#timer = setInterval(() => {
      const visit = this.#visit(`${origin}${paths[this.requests % paths.length]}`);
      this.#running.add(visit);
      void visit.finally(() => this.#running.delete(visit));
    }, 1_000 / perSecond);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }

  async #visit(url: string): Promise<void> {
    this.requests += 1;
    try {
      const response = await this.#request(url, { signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      if (!response.ok) this.failures.push(`${url}: ${response.status}`);
    } catch (error) {
      this.failures.push(`${url}: ${error} ${error instanceof Error ? error.cause : ""}`);
    }
  }
}
