import { type Context, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, type Sampler, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { describe, expect, test } from "vitest";
import { KeepFailed } from "./failed-traces.ts";
import { readSampler, recordingRequests } from "./tracing-sampler.ts";

const never: Sampler = readSampler({ OTEL_TRACES_SAMPLER: "always_off" });
const remote = trace.setSpanContext(context.active(), {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 0,
  isRemote: true,
});

/** A process whose spans end up in a list. */
function openTracing({ sampler = never, limits = { spans: 4, burst: 2, perSecond: 1 } } = {}) {
  const exporter = new InMemorySpanExporter();
  const clock = { nowMs: 0 };
  const processor = new KeepFailed(new SimpleSpanProcessor({ exporter }), limits, () => clock.nowMs);
  const tracer = new TracerProvider({ sampler: recordingRequests(sampler), spanProcessors: [processor] }).getTracer("test");
  const begin = (name: string, around: Context = context.active(), kind = SpanKind.INTERNAL, attributes = {}) =>
    tracer.startSpan(name, { kind, attributes }, around);
  const inside = (span: Span): Context => trace.setSpan(context.active(), span);
  return {
    clock,
    begin,
    inside,
    request: (around?: Context) => begin("request", around, SpanKind.SERVER),
    names: () => exporter.getFinishedSpans().map(({ name }) => name),
    spans: () => exporter.getFinishedSpans(),
  };
}

describe("where nothing is sampled", () => {
  test("all spans of a refused request are kept, in the trace that it came with", () => {
    const { request, begin, inside, names, spans } = openTracing();

    const root = request(remote);
    const step = begin("step", inside(root));
    begin("redis", inside(step)).end();
    step.setAttribute("tgcall.problem", "call_full").end();
    root.end();

    expect(names()).toEqual(["redis", "step", "request"]);
    expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(new Set(["0af7651916cd43dd8448eb211c80319c"]));
    expect(spans().every((span) => span.spanContext().traceFlags === 1)).toBe(true);
  });

  test("an error deep inside a request keeps it too", () => {
    const { request, begin, inside, names } = openTracing();

    const root = request();
    begin("redis", inside(root)).setStatus({ code: SpanStatusCode.ERROR }).end();
    root.end();

    expect(names()).toEqual(["redis", "request"]);
  });

  test("a request that went well leaves nothing, nor does one that fails beside it in the same trace", () => {
    const { request, begin, inside, names } = openTracing();

    const good = request(remote);
    const bad = request(remote);
    begin("good step", inside(good)).end();
    bad.setStatus({ code: SpanStatusCode.ERROR }).end();
    good.end();

    expect(names()).toEqual(["request"]);
  });

  test("what belongs to no request is not even recorded", () => {
    const { begin } = openTracing();

    expect(begin("forward", remote, SpanKind.PRODUCER).isRecording()).toBe(false);
    expect(begin("timer").isRecording()).toBe(false);
  });

  test("what failed before its span begins is kept, with all that is part of it", () => {
    const { begin, inside, names } = openTracing();

    const page = begin("page", remote, SpanKind.INTERNAL, { "tgcall.problem": "setup_failed" });
    begin("page ice", inside(page)).end();
    page.end();

    expect(names()).toEqual(["page ice", "page"]);
  });

  test("a request with very many spans keeps the first ones and itself", () => {
    const { request, begin, inside, names } = openTracing();

    const root = request();
    for (let count = 0; count < 10; count += 1) begin(`step ${count}`, inside(root)).end();
    root.setStatus({ code: SpanStatusCode.ERROR }).end();

    expect(names()).toEqual(["step 0", "step 1", "step 2", "step 3", "request"]);
  });

  test("a span that ends after its request is forgotten", () => {
    const { request, begin, inside, names } = openTracing();

    const root = request();
    const late = begin("late", inside(root));
    root.setStatus({ code: SpanStatusCode.ERROR }).end();
    late.end();

    expect(names()).toEqual(["request"]);
  });

  test("a flood of failures is thinned to what the limits allow", () => {
    const { request, names, clock } = openTracing();
    const fail = (): void => request().setStatus({ code: SpanStatusCode.ERROR }).end();

    for (let count = 0; count < 5; count += 1) fail();
    const atOnce = names().length;
    clock.nowMs = 1_000;
    fail();
    fail();

    expect(atOnce).toBe(2);
    expect(names()).toHaveLength(3);
  });
});

test("what is sampled goes on as it ends, failed or not", () => {
  const { request, begin, inside, names } = openTracing({ sampler: readSampler({}) });

  const root = request();
  begin("step", inside(root)).end();
  const before = names();
  root.end();

  expect(before).toEqual(["step"]);
  expect(names()).toEqual(["step", "request"]);
});
