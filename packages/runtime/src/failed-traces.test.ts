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
function openTracing({ sampler = never, limits = { spans: 4, held: 8, burst: 2, perSecond: 1, traces: 2 } } = {}) {
  const exporter = new InMemorySpanExporter();
  const clock = { nowMs: 0 };
  const processor = new KeepFailed(new SimpleSpanProcessor({ exporter }), limits, () => clock.nowMs);
  const tracer = new TracerProvider({ sampler: recordingRequests(sampler), spanProcessors: [processor] }).getTracer("test");
  const begin = (name: string, around: Context = context.active(), kind = SpanKind.INTERNAL, attributes = {}) =>
    tracer.startSpan(name, { kind, attributes }, around);
  const inside = (span: Span): Context => trace.setSpan(context.active(), span);
  return {
    processor,
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

  test("a request that went well leaves nothing, whatever fails in other traces", () => {
    const { request, begin, inside, names } = openTracing();

    const good = request();
    begin("good step", inside(good)).end();
    good.end();
    request(remote).setStatus({ code: SpanStatusCode.ERROR }).end();

    expect(names()).toEqual(["request"]);
  });

  test("what went well in a trace is kept once something fails in it: what was before, at the time and after", () => {
    const { request, begin, inside, names } = openTracing();
    const succeed = (name: string, around: Context): void => begin(name, around, SpanKind.SERVER).end();

    succeed("before", remote);
    const meanwhile = begin("meanwhile", remote, SpanKind.SERVER);
    const bad = request(remote);
    begin("step", inside(bad)).setStatus({ code: SpanStatusCode.ERROR }).end();
    bad.end();
    meanwhile.end();
    succeed("after", remote);

    expect(names()).toEqual(["before", "step", "request", "meanwhile", "after"]);
  });

  test("a trace that links to one that fails is kept, and so is one to which the failure links", () => {
    const { request, begin, names } = openTracing();
    const linkTo = (span: Span): Span => request().addLink({ context: span.spanContext() });
    const creation = begin("creation", context.active(), SpanKind.SERVER);
    creation.end();
    const join = linkTo(creation);
    join.updateName("join").end();

    linkTo(join).updateName("report").setStatus({ code: SpanStatusCode.ERROR }).end();
    const withJoin = names();
    linkTo(creation).updateName("other report").setStatus({ code: SpanStatusCode.ERROR }).end();

    expect(withJoin).toEqual(["join", "report"]);
    expect(names()).toEqual(["join", "report", "creation", "other report"]);
  });

  test("the newest requests that went well are held, as many as the limit allows", () => {
    const { request, begin, inside, names } = openTracing();

    for (let count = 0; count < 5; count += 1) {
      const good = request(remote);
      begin(`step ${count}`, inside(good)).end();
      good.end();
    }
    request(remote).setStatus({ code: SpanStatusCode.ERROR }).end();

    expect(names().filter((name) => name !== "request")).toEqual(["step 1", "step 2", "step 3", "step 4"]);
  });

  test("the newest traces that failed are remembered, as many as the limit allows", () => {
    const { processor, request, names } = openTracing();
    const { traceId = "" } = trace.getSpanContext(remote) ?? {};

    for (const failed of [traceId, "another", "a third"]) processor.keep(failed);
    request(remote).end();
    const whenForgotten = names();
    processor.keep(traceId);

    expect(whenForgotten).toEqual([]);
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
