import type { ServiceProcess } from "./service-process.ts";

/** One request while something is away. */
export interface Probe {
  readonly atMs: number;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly tookMs: number;
}

/** Sends the same request again and again until stopped, with a pause in between. */
export class Probes {
  readonly answers: Probe[] = [];
  readonly #request: () => Promise<Response>;
  readonly #everyMs: number;
  readonly #running: Promise<void>;
  #isStopped = false;

  constructor(request: () => Promise<Response>, everyMs: number) {
    this.#request = request;
    this.#everyMs = everyMs;
    this.#running = this.#run();
  }

  async stop(): Promise<readonly Probe[]> {
    this.#isStopped = true;
    await this.#running;
    return this.answers;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const startedAtMs = performance.now();
      const atMs = Date.now();
      // No answer at all counts as status 0.
      const response = await this.#request().catch(() => undefined);
      const tookMs = performance.now() - startedAtMs;
      this.answers.push({ atMs, status: response?.status ?? 0, retryAfter: response?.headers.get("retry-after") ?? null, tookMs });
      await new Promise((resolve) => setTimeout(resolve, this.#everyMs));
    }
  }
}

/** A use of a join link, as a page does it. */
export const joinRequest = (origin: string, token: string) => (): Promise<Response> =>
  fetch(`${origin}/api/join`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(10_000),
  });

/** What `/readyz` and `/healthz` of a process say: status code and word. */
export async function healthOf({ opsPort }: ServiceProcess): Promise<readonly string[]> {
  return await Promise.all(
    ["readyz", "healthz"].map(async (page) => {
      const response = await fetch(`http://127.0.0.1:${opsPort}/${page}`, { signal: AbortSignal.timeout(2_000) });
      const body = (await response.json()) as { readonly status: string };
      return `${response.status} ${body.status}`;
    }),
  );
}
