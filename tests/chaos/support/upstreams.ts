import { answersOk } from "./service-process.ts";

interface Place {
  readonly port: number;
  readonly opsPort: number;
}

const probeMs = 500;

/** Processes of one service behind the edge, and which of them are ready, as an ingress with readiness probes knows it. */
export class Upstreams {
  readonly #places: readonly Place[];
  readonly #isReady: boolean[];
  readonly #probes: NodeJS.Timeout;

  constructor(places: readonly Place[]) {
    this.#places = places;
    this.#isReady = places.map(() => true);
    this.#probes = setInterval(() => void this.#probe(), probeMs);
  }

  port(index: number): number {
    const place = this.#places[index];
    if (place === undefined) throw new Error(`there is no process ${index}`);
    return place.port;
  }

  /** All of them, the preferred one first, then the others in turn; who is not ready comes last. */
  ordered(preferred: number): readonly number[] {
    const count = this.#places.length;
    const inTurn = Array.from({ length: count }, (_, step) => (preferred + step) % count);
    return [...inTurn.filter((index) => this.#isReady[index]), ...inTurn.filter((index) => !this.#isReady[index])];
  }

  close(): void {
    clearInterval(this.#probes);
  }

  async #probe(): Promise<void> {
    await Promise.all(
      this.#places.map(async ({ opsPort }, index) => {
        this.#isReady[index] = await answersOk(`http://127.0.0.1:${opsPort}/readyz`);
      }),
    );
  }
}
