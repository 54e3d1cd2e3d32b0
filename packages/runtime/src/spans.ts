import { type Context, context, type Span, type SpanContext, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { isTraceparent, type Problem, type Traceparent, traceIdOf } from "@tgcall/protocol";

/** What a span says beside its name and times; values never come from people. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** How a span stands to others. Times are Unix milliseconds. */
export interface SpanOptions {
  readonly kind?: "server" | "producer" | "consumer" | "internal";
  /** Whose child it is; the running code's span when absent. */
  readonly parent?: Traceparent | undefined;
  /** A span of another trace that led to this one, which then begins a trace of its own. */
  readonly link?: Traceparent | undefined;
  readonly startedAtMs?: number;
  readonly attributes?: SpanAttributes;
}

/** A step under way. */
export interface OpenSpan {
  /** What names this span to others. */
  readonly traceparent: Traceparent | undefined;
  /** Does work as a part of this step. */
  run<T>(work: () => T): T;
  end(attributes?: SpanAttributes, endedAtMs?: number): void;
}

const kinds = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL };

/** Begins a step; without tracing it is one that nobody hears of. */
export function openSpan(name: string, { kind = "internal", parent, link, startedAtMs, attributes = {} }: SpanOptions = {}): OpenSpan {
  const around = parent !== undefined ? under(parent) : link !== undefined ? trace.deleteSpan(context.active()) : context.active();
  const links = link === undefined ? [] : [{ context: toSpanContext(link) }];
  const started = startedAtMs === undefined ? {} : { startTime: startedAtMs };
  const span = trace.getTracer("tgcall").startSpan(name, { kind: kinds[kind], links, attributes, ...started }, around);
  return {
    traceparent: toTraceparent(span),
    run: (work) => context.with(trace.setSpan(around, span), work),
    end(more = {}, endedAtMs) {
      span.setAttributes(more).end(endedAtMs);
    },
  };
}

/** The span of the running code; `undefined` outside of one or without tracing. */
export function currentTraceparent(): Traceparent | undefined {
  const span = trace.getActiveSpan();
  return span && toTraceparent(span);
}

/** Says that the running code's span has to do with another trace. */
export function linkTrace(to: Traceparent): void {
  const span = trace.getActiveSpan();
  if (span !== undefined && span.spanContext().traceId !== traceIdOf(to)) span.addLink({ context: toSpanContext(to) });
}

/** Says more of the running code's span. */
export function describeSpan(attributes: SpanAttributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** Names the span of the request that is answered: by its route, for paths hold ids. */
export function nameRequest(method: string, route: string): void {
  trace.getActiveSpan()?.updateName(`${method} ${route}`).setAttribute("http.route", route);
}

/** Why the running code's step is refused: its trace is kept whatever the sampling (`failed-traces.ts`). */
export function failSpan({ code, status }: Problem): void {
  const span = trace.getActiveSpan()?.setAttributes({ [problemAttribute]: code, "http.response.status_code": status });
  if (status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
}

/** Names the problem with which a step was refused. */
export const problemAttribute = "tgcall.problem";

const under = (parent: Traceparent): Context => trace.setSpanContext(context.active(), toSpanContext(parent));

/** The reverse of `toTraceparent`: a span that is not of this process. */
function toSpanContext(traceparent: Traceparent): SpanContext {
  const [, traceId = "", spanId = "", flags = ""] = traceparent.split("-");
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function toTraceparent(span: Span): Traceparent | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
  return isTraceparent(traceparent) ? traceparent : undefined;
}
