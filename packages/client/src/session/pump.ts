import { type AnnouncedLimits, announcedLimits } from "@tgcall/protocol";
import type { Clock } from "../environment.ts";
import { FrameBudget } from "./frame-budget.ts";

/** Where frames come from; `next` answers one whenever `dueAtMs` has passed. */
export interface FrameSource {
  dueAtMs(): number;
  next(nowMs: number): string | undefined;
}

/** Where frames go. */
export interface FrameSink {
  readonly bufferedBytes: number;
  send(frame: string): void;
}

const burstShare = 0.6;
const rateShare = 0.75;
const maxBufferedBytes = 256 * 1024;
const bufferedWaitMs = 100;

/** Draws due frames from its sources in turn, as fast as the service's limits and the network take them. */
export class Pump {
  readonly #clock: Clock;
  readonly #sources: () => readonly FrameSource[];
  #sink: FrameSink | undefined;
  #budget: FrameBudget;
  #cancelWait: () => void = () => undefined;

  constructor(clock: Clock, sources: () => readonly FrameSource[]) {
    this.#clock = clock;
    this.#sources = sources;
    this.#budget = budgetOf(announcedLimits, clock.now());
  }

  /** A new connection has a new budget. */
  open(sink: FrameSink, limits: AnnouncedLimits): void {
    this.#sink = sink;
    this.#budget = budgetOf(limits, this.#clock.now());
  }

  close(): void {
    this.#sink = undefined;
    this.#cancelWait();
  }

  slowDown(): void {
    this.#budget.empty();
  }

  /** Sends what may go now and comes back by itself for the rest. */
  run(): void {
    this.#cancelWait();
    if (this.#sink === undefined) return;
    const waitMs = this.#send(this.#sink);
    if (waitMs < Number.POSITIVE_INFINITY) this.#cancelWait = this.#clock.after(Math.max(waitMs, 1), () => this.run());
  }

  #send(sink: FrameSink): number {
    const sources = this.#sources();
    for (;;) {
      const nowMs = this.#clock.now();
      const due = sources.filter((source) => source.dueAtMs() <= nowMs);
      if (due.length === 0) return Math.min(...sources.map((source) => source.dueAtMs())) - nowMs;
      for (const source of due) {
        const waitMs = sink.bufferedBytes > maxBufferedBytes ? bufferedWaitMs : this.#budget.waitMs(nowMs);
        if (waitMs > 0) return waitMs;
        this.#sendNext(source, sink, nowMs);
      }
    }
  }

  #sendNext(source: FrameSource, sink: FrameSink, nowMs: number): void {
    const frame = source.next(nowMs);
    if (frame === undefined) return;
    this.#budget.take();
    sink.send(frame);
  }
}

const budgetOf = ({ frameBurst, framesPerSecond }: AnnouncedLimits, nowMs: number): FrameBudget =>
  new FrameBudget(frameBurst * burstShare, framesPerSecond * rateShare, nowMs);
