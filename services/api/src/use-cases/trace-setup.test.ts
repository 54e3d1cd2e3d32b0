import { createCallId, peerIdOf } from "@tgcall/auth";
import type { Outcome, Traceparent } from "@tgcall/protocol";
import { recordSpans } from "@tgcall/runtime/testing";
import { expect, test } from "vitest";
import { traceSetup } from "./trace-setup.ts";

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;
const callId = createCallId();
const peerId = peerIdOf(callId, "token");
const nowMs = Date.UTC(2026, 0, 1);
const path = { route: "relay", transport: "tls" } as const;
const outcomeOf = (setup: Outcome["setup"] & object): Outcome => ({ browser: "firefox", traceparent, path, setup });

const timesOf = ({ startTime, endTime }: { startTime: [number, number]; endTime: [number, number] }) =>
  [startTime, endTime].map(([seconds, nanos]) => Math.round(seconds * 1000 + nanos / 1e6) - nowMs);

test("[TRC-8] a page's phases are spans under the one that it was told, counted back from when the report came", () => {
  using spans = recordSpans();
  const phases = [
    { name: "join", startMs: 0, durationMs: 40 },
    { name: "media", startMs: 900, durationMs: 100 },
  ] as const;

  traceSetup(callId, peerId, outcomeOf({ result: "connected", ageMs: 1_000, phases }), nowMs);

  const page = spans.one("page");
  expect(page.parentSpanContext?.spanId).toBe("b7ad6b7169203331");
  expect(page.attributes).toEqual({
    "tgcall.call.id": callId,
    "tgcall.peer.id": peerId,
    "tgcall.browser": "firefox",
    "tgcall.setup": "connected",
    "tgcall.path": "relay tls",
  });
  expect([page, spans.one("page join"), spans.one("page media")].map(timesOf)).toEqual([
    [-1_000, 0],
    [-1_000, -960],
    [-100, 0],
  ]);
  expect(spans.one("page media").parentSpanContext?.spanId).toBe(page.spanContext().spanId);
});

test("[TRC-8] whatever times a page names, its spans end before now and began within the hour", () => {
  using spans = recordSpans();
  const phases = [{ name: "ice", startMs: 5_000_000, durationMs: 9_000_000_000 }] as const;

  traceSetup(callId, peerId, outcomeOf({ result: "connected", ageMs: 1_000, phases }), nowMs);
  traceSetup(callId, peerId, outcomeOf({ result: "connected", ageMs: 3_600_001, phases: [] }), nowMs);

  expect([spans.one("page ice"), spans.one("page")].map(timesOf)).toEqual([
    [0, 0],
    [-1_000, 0],
  ]);
});

test.each(["failed", "refused"] as const)("[TRC-8] an attempt that %s is a failure, which is traced whatever the sampling", (result) => {
  using spans = recordSpans();

  traceSetup(callId, peerId, outcomeOf({ result, ageMs: 1_000, phases: [] }), nowMs);

  expect(spans.one("page").attributes["tgcall.problem"]).toBe(`setup_${result}`);
});

test("[TRC-8] a report without a span, or without a set-up, leaves none", () => {
  using spans = recordSpans();

  traceSetup(callId, peerId, { browser: "firefox", setup: { result: "connected", ageMs: 1, phases: [] } }, nowMs);
  traceSetup(callId, peerId, { browser: "firefox", traceparent }, nowMs);

  expect(spans.all()).toEqual([]);
});
