import { createCallId, peerIdOf } from "@tgcall/auth";
import { type Outcome, Problem, type Traceparent, traceIdOf } from "@tgcall/protocol";
import { openSpan } from "@tgcall/runtime";
import { recordSpans } from "@tgcall/runtime/testing";
import type { Call } from "@tgcall/store";
import { expect, test } from "vitest";
import { traceSetup } from "./trace-setup.ts";

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;
const callId = createCallId();
const peerId = peerIdOf(callId, "token");
const nowMs = Date.UTC(2026, 0, 1);
const path = { route: "relay", transport: "tls" } as const;
const outcomeOf = (setup: Outcome["setup"] & object): Outcome => ({ browser: "firefox", traceparent, path, setup });

const creation = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01" as Traceparent;
const call: Call = {
  ...{ callId, status: "active", initiator: "1", maxPeers: 2, relayOnly: false, traceparent: creation },
  ...{ createdAtMs: nowMs, updatedAtMs: nowMs, expiresAtMs: nowMs + 3_600_000 },
};

/** Answers the request that reports this. */
async function report(outcome: Outcome, read: () => Promise<Call | undefined> = async () => call) {
  const request = openSpan("request");
  const calls = { read, create: async () => {}, end: async () => true };
  await request.run(() => traceSetup({ stores: { calls }, now: () => nowMs }, { callId, peerId, role: "participant" }, outcome));
  request.end();
  return request.traceparent;
}

const timesOf = ({ startTime, endTime }: { startTime: [number, number]; endTime: [number, number] }) =>
  [startTime, endTime].map(([seconds, nanos]) => Math.round(seconds * 1000 + nanos / 1e6) - nowMs);

test("[TRC-8] a page's phases are spans under the one that it was told, counted back from when the report came", async () => {
  using spans = recordSpans();
  const phases = [
    { name: "join", startMs: 0, durationMs: 40 },
    { name: "media", startMs: 900, durationMs: 100 },
  ] as const;

  await report(outcomeOf({ result: "connected", ageMs: 1_000, phases }));

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

test("[TRC-8] whatever times a page names, its spans end before now and began within the hour", async () => {
  using spans = recordSpans();
  const phases = [{ name: "ice", startMs: 5_000_000, durationMs: 9_000_000_000 }] as const;

  await report(outcomeOf({ result: "connected", ageMs: 1_000, phases }));
  await report(outcomeOf({ result: "connected", ageMs: 3_600_001, phases: [] }));

  expect([spans.one("page ice"), spans.one("page")].map(timesOf)).toEqual([
    [0, 0],
    [-1_000, 0],
  ]);
});

test.each(["failed", "refused"] as const)(
  "[TRC-8] an attempt that %s is a failure, which is traced whatever the sampling",
  async (result) => {
    using spans = recordSpans();

    await report(outcomeOf({ result, ageMs: 1_000, phases: [] }));

    expect(spans.one("page").attributes["tgcall.problem"]).toBe(`setup_${result}`);
  },
);

test("[TRC-8] a report without a span, or without a set-up, leaves none", async () => {
  using spans = recordSpans();

  await report({ browser: "firefox", setup: { result: "connected", ageMs: 1, phases: [] } });
  await report({ browser: "firefox", traceparent });

  expect(spans.all().map(({ name }) => name)).toEqual(["request", "request"]);
});

test.each([
  ["is of another call", async () => ({ ...call, traceparent: `00-${"1".repeat(32)}-b7ad6b7169203331-01` as Traceparent })],
  ["is of a call without a trace", async () => ({ ...call, traceparent: undefined })],
  ["cannot be verified while the store is away", () => Promise.reject(new Problem("store_unavailable"))],
])("[TRC-8] a span that %s is linked, and nothing is put under it", async (_, read) => {
  using spans = recordSpans();

  const own = await report(outcomeOf({ result: "failed", ageMs: 1_000, phases: [] }), read);

  expect(own && traceIdOf(own)).toBe(spans.one("page").spanContext().traceId);
  expect(spans.one("request").links.map(({ context }) => context.traceId)).toEqual([traceIdOf(traceparent)]);
});
