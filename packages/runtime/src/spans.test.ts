import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { Problem, type Traceparent, traceIdOf } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import { currentTraceparent, describeSpan, failSpan, linkTrace, nameRequest, openSpan } from "./spans.ts";
import { recordSpans } from "./testing/record-spans.ts";

const remote = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;

describe("with tracing", () => {
  test("a span under a remote one is its child, and what runs in it is its own child", () => {
    using spans = recordSpans();

    const span = openSpan("outer", { kind: "server", parent: remote, startedAtMs: 1_000, attributes: { size: 1 } });
    const inner = span.run(() => {
      openSpan("inner").end();
      return currentTraceparent();
    });
    span.end({ result: "ok" }, 3_000);

    const outer = spans.one("outer");
    expect(inner).toBe(span.traceparent);
    expect(outer).toMatchObject({ kind: SpanKind.SERVER, attributes: { size: 1, result: "ok" }, duration: [2, 0] });
    expect(outer.parentSpanContext?.spanId).toBe("b7ad6b7169203331");
    expect(spans.one("inner").parentSpanContext).toMatchObject(outer.spanContext());
  });

  test("a span that links to another trace begins its own, wherever it is opened", () => {
    using spans = recordSpans();

    const around = openSpan("around");
    around.run(() => openSpan("later", { link: remote }).end());

    const later = spans.one("later");
    expect(later.parentSpanContext).toBeUndefined();
    expect(later.links.map(({ context }) => context.traceId)).toEqual([traceIdOf(remote)]);
  });

  test("the running code's span can be described, failed, and linked to other traces alone", () => {
    using spans = recordSpans();

    const span = openSpan("step");
    span.run(() => {
      nameRequest("POST", "/api/join");
      describeSpan({ "tgcall.call.id": "abc" });
      failSpan(new Problem("store_unavailable"));
      linkTrace(remote);
      linkTrace(span.traceparent ?? remote);
    });
    span.end();

    expect(spans.one("POST /api/join")).toMatchObject({
      attributes: {
        "http.route": "/api/join",
        "tgcall.call.id": "abc",
        "tgcall.problem": "store_unavailable",
        "http.response.status_code": 503,
      },
      status: { code: SpanStatusCode.ERROR },
    });
    expect(spans.one("POST /api/join").links).toHaveLength(1);
  });
});

test("without tracing everything works and nobody hears of it", () => {
  const span = openSpan("step", { parent: remote });
  const answer = span.run(() => {
    describeSpan({ a: 1 });
    failSpan(new Problem("call_full"));
    linkTrace(remote);
    return 7;
  });
  span.end();

  expect(answer).toBe(7);
  expect(currentTraceparent()).toBeUndefined();
});
