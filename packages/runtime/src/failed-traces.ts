import { type Context, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { problemAttribute } from "./spans.ts";

/** What one request does in this process, and the spans of it that have ended. */
interface Request {
  readonly root: object;
  readonly ended: ReadableSpan[];
  hasFailed: boolean;
  isOver: boolean;
}

/** How many spans of one request are kept, and how many failed requests at once and per second after. */
export interface FailureLimits {
  readonly spans: number;
  readonly burst: number;
  readonly perSecond: number;
}

// A search for codes must not fill the collector: what it is refused is in logs and metrics.
const usualLimits: FailureLimits = { spans: 64, burst: 100, perSecond: 10 };

/**
 * Hands on what is sampled, and holds what is only recorded until its request is over: then all of it goes on as if sampled
 * when something in it was refused or failed, and is forgotten otherwise. `now` gives milliseconds.
 */
export class KeepFailed implements SpanProcessor {
  readonly #next: SpanProcessor;
  readonly #limits: FailureLimits;
  readonly #now: () => number;
  // By span: held as long as the span is under way, without a list of what is.
  readonly #requests = new WeakMap<object, Request>();
  #allowed: number;
  #filledAtMs: number;

  constructor(next: SpanProcessor, limits = usualLimits, now = () => performance.now()) {
    this.#next = next;
    this.#limits = limits;
    this.#now = now;
    this.#allowed = limits.burst;
    this.#filledAtMs = now();
  }

  onStart(span: Span, around: Context): void {
    this.#next.onStart(span, around);
    if (isSampled(span)) return;
    const parent = trace.getSpan(around);
    const request = (parent && this.#requests.get(parent)) ?? { root: span, ended: [], hasFailed: false, isOver: false };
    this.#requests.set(span, request);
  }

  onEnd(span: ReadableSpan): void {
    if (isSampled(span)) this.#next.onEnd(span);
    else this.#note(span);
  }

  forceFlush(): Promise<void> {
    return this.#next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#next.shutdown();
  }

  #note(span: ReadableSpan): void {
    const request = this.#requests.get(span);
    if (request === undefined || request.isOver) return;
    request.hasFailed ||= span.status.code === SpanStatusCode.ERROR || problemAttribute in span.attributes;
    if (request.ended.length < this.#limits.spans || span === request.root) request.ended.push(span);
    if (span !== request.root) return;
    request.isOver = true;
    if (request.hasFailed && this.#take()) for (const each of request.ended) this.#next.onEnd(asSampled(each));
  }

  #take(): boolean {
    const { burst, perSecond } = this.#limits;
    const nowMs = this.#now();
    this.#allowed = Math.min(burst, this.#allowed + ((nowMs - this.#filledAtMs) / 1000) * perSecond);
    this.#filledAtMs = nowMs;
    const isAllowed = this.#allowed >= 1;
    if (isAllowed) this.#allowed -= 1;
    return isAllowed;
  }
}

const isSampled = (span: ReadableSpan): boolean => (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;

/** The same span for an exporter, which passes over what is not sampled. */
function asSampled(span: ReadableSpan): ReadableSpan {
  const spanContext = { ...span.spanContext(), traceFlags: TraceFlags.SAMPLED };
  return Object.create(span, { spanContext: { value: () => spanContext } });
}
