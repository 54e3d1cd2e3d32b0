import type { Page } from "playwright-core";
import type { Figures } from "./figures.ts";

const everyMs = 1_000;

/** Looks at a page's received picture once a second, and knows in how many seconds in a row no frame was decoded. */
export class PictureWatch {
  readonly #page: Page;
  readonly #running: Promise<void>;
  #seconds = 0;
  #empty = 0;
  #longest = 0;
  #isStopped = false;

  constructor(page: Page) {
    this.#page = page;
    this.#running = this.#run();
  }

  /** Writes down how many seconds there were, and that each had a picture; `atMost` in a row may be without one. */
  async stop(figures: Figures, whose: string, atMost = 0): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    figures.count(`seconds watched by ${whose}`, this.#seconds, { atLeast: 5 });
    figures.count(`seconds in a row without a decoded frame, ${whose}`, this.#longest, { atMost });
  }

  async #run(): Promise<void> {
    let last = await framesOf(this.#page);
    while (!this.#isStopped) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      const frames = await framesOf(this.#page);
      this.#seconds += 1;
      this.#empty = frames > last ? 0 : this.#empty + 1;
      this.#longest = Math.max(this.#longest, this.#empty);
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
