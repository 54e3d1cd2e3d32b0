import type { Page } from "playwright-core";
import type { Figures } from "./figures.ts";

const everyMs = 1_000;

/** Looks at a page's received picture once a second, and knows in which seconds no frame was decoded. */
export class PictureWatch {
  readonly #page: Page;
  readonly #running: Promise<void>;
  #seconds = 0;
  #empty = 0;
  #isStopped = false;

  constructor(page: Page) {
    this.#page = page;
    this.#running = this.#run();
  }

  /** Writes down how many seconds there were, and that each had a picture. */
  async stop(figures: Figures, whose: string): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    figures.count(`seconds watched by ${whose}`, this.#seconds, { atLeast: 5 });
    figures.count(`seconds without a decoded frame, ${whose}`, this.#empty);
  }

  async #run(): Promise<void> {
    let last = await framesOf(this.#page);
    while (!this.#isStopped) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      const frames = await framesOf(this.#page);
      this.#seconds += 1;
      if (frames <= last) this.#empty += 1;
      last = frames;
    }
  }
}

/** Frames that the page's open connections have decoded (W3C webrtc-stats). */
const framesOf = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const open = window.tgcallTestConnections.filter(({ connectionState }) => connectionState !== "closed");
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const received = reports.flatMap((stats) => [...stats.values()]).filter(({ type }) => type === "inbound-rtp");
    return received.reduce((sum: number, { framesDecoded = 0 }) => sum + framesDecoded, 0);
  });
