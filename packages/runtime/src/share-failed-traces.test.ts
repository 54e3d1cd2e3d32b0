import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { KeepFailed } from "./failed-traces.ts";
import { offerFailedTraces, shareFailedTraces } from "./share-failed-traces.ts";
import { readSampler, recordingRequests } from "./tracing-sampler.ts";

function startTracing() {
  const exporter = new InMemorySpanExporter();
  const kept = new KeepFailed(new SimpleSpanProcessor({ exporter }));
  const sampler = recordingRequests(readSampler({ OTEL_TRACES_SAMPLER: "always_off" }));
  const tracer = new TracerProvider({ sampler, spanProcessors: [kept] }).getTracer("test");
  return { kept, request: () => tracer.startSpan("request", { kind: SpanKind.SERVER }), sent: () => exporter.getFinishedSpans() };
}

test("without tracing nobody is listened to", () => {
  shareFailedTraces({
    tell: () => {},
    hear: () => expect.unreachable(),
  });
});

test("others are told of each trace that fails here, and their word brings out what this process did", () => {
  const told: string[] = [];
  const others = { tell: (traceId: string) => void told.push(traceId), say: (_traceId: string): void => expect.unreachable() };
  const { kept, request, sent } = startTracing();
  offerFailedTraces(kept);
  shareFailedTraces({
    tell: others.tell,
    hear: (listener) => {
      others.say = listener;
    },
  });

  const bad = request();
  bad.setStatus({ code: SpanStatusCode.ERROR }).end();
  const good = request();
  good.end();
  others.say(good.spanContext().traceId);

  expect(told).toEqual([bad.spanContext().traceId]);
  expect(sent().map((span) => span.spanContext().traceId)).toEqual([bad.spanContext().traceId, good.spanContext().traceId]);
});
