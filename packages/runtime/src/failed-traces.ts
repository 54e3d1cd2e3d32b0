import { type Context, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { HeldRequests } from "./held-requests.ts";
import { Permits } from "./permits.ts";
import { problemAttribute } from "./spans.ts";

/** What one request does in this process, and the spans of it that have ended. */
interface Request {
  readonly root: object;
  readonly ended: ReadableSpan[];
  hasFailed: boolean;
  isOver: boolean;
}

export interface FailureLimits {
  /** How many spans of one request are kept, and how many of all that went well. */
  readonly spans: number;
  readonly held: number;
  /** How many failed requests are sent at once, and per second after. */
  readonly burst: number;
  readonly perSecond: number;
  /** How many traces that failed are remembered. */
  readonly traces: number;
}

// A search for codes must not fill the collector: what it is refused is in logs and metrics.
const usualLimits: FailureLimits = { spans: 64, held: 4_096, burst: 100, perSecond: 10, traces: 1_000 };

/**
 * Hands on what is sampled, and holds what is only recorded. A request in which something was refused or failed goes on as if
 * sampled when it is over, and with it whatever else this process did and will do in its trace and in those that it links to.
 * The rest is forgotten, the oldest first. `now` gives milliseconds.
 */
export class KeepFailed implements SpanProcessor {
  /** Hears of each trace that failed here, so that other processes may `keep` it. */
  onFailed: (traceId: string) => void = () => {};
  readonly #next: SpanProcessor;
  readonly #limits: FailureLimits;
  readonly #permits: Permits;
  // By span: held as long as the span is under way, without a list of what is.
  readonly #requests = new WeakMap<object, Request>();
  readonly #held: HeldRequests;
  readonly #failed = new Set<string>();

  constructor(next: SpanProcessor, limits = usualLimits, now = () => performance.now()) {
    this.#next = next;
    this.#limits = limits;
    this.#permits = new Permits(limits, now);
    this.#held = new HeldRequests(limits.held);
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

  /** Sends what this process did in a trace that failed, and what it will do. */
  keep(traceId: string): void {
    this.#failed.add(traceId);
    for (const oldest of this.#failed) {
      if (this.#failed.size <= this.#limits.traces) break;
      this.#failed.delete(oldest);
    }
    this.#send(this.#held.take(traceId));
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
    this.#judge(request);
  }

  #judge({ ended, hasFailed }: Request): void {
    const traceIds = tracesOf(ended);
    if (hasFailed) {
      if (this.#permits.take()) this.#fail(traceIds, ended);
    } else if (![...traceIds].some((id) => this.#failed.has(id))) this.#held.hold({ traceIds, spans: ended });
    else this.#send(ended);
  }

  #fail(traceIds: ReadonlySet<string>, spans: readonly ReadableSpan[]): void {
    for (const traceId of traceIds) {
      this.keep(traceId);
      this.onFailed(traceId);
    }
    this.#send(spans);
  }

  #send(spans: readonly ReadableSpan[]): void {
    for (const span of spans) this.#next.onEnd(asSampled(span));
  }
}

const isSampled = (span: ReadableSpan): boolean => (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;

/** The trace of a request's spans, and those that they link to. */
const tracesOf = (spans: readonly ReadableSpan[]): ReadonlySet<string> =>
  new Set(spans.flatMap((span) => [span.spanContext().traceId, ...span.links.map(({ context }) => context.traceId)]));

/** The same span for an exporter, which passes over what is not sampled. */
function asSampled(span: ReadableSpan): ReadableSpan {
  const spanContext = { ...span.spanContext(), traceFlags: TraceFlags.SAMPLED };
  return Object.create(span, { spanContext: { value: () => spanContext } });
}
