import { createCallId } from "@tgcall/auth";
import { type Traceparent, traceIdOf } from "@tgcall/protocol";
import { openSpan } from "@tgcall/runtime";
import { recordSpans } from "@tgcall/runtime/testing";
import type { Call } from "@tgcall/store";
import { expect, test } from "vitest";
import { followTrace } from "./follow-trace.ts";

const creation = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;
const hourMs = 3_600_000;
const createdAtMs = Date.UTC(2026, 0, 1);
const call: Call = {
  callId: createCallId(),
  status: "created",
  createdAtMs,
  updatedAtMs: createdAtMs,
  expiresAtMs: createdAtMs + 24 * hourMs,
  initiator: "1",
  maxPeers: 2,
  relayOnly: false,
  traceparent: creation,
};

/** What a request under `parent` is answered, and the traces that its span links to. */
function request({
  parent,
  of = call,
  isBack = false,
  nowMs = createdAtMs,
}: {
  parent?: Traceparent;
  of?: Call;
  isBack?: boolean;
  nowMs?: number;
}) {
  using spans = recordSpans();
  const span = openSpan("request", { parent });
  const answer = span.run(() => followTrace(of, isBack, nowMs));
  span.end();
  return { answer, own: span.traceparent, links: spans.one("request").links.map(({ context }) => context.traceId) };
}

test("[TRC-2] a request that came under the call's trace goes on in it", () => {
  const { answer, own, links } = request({ parent: creation });

  expect(answer).toBe(own);
  expect(traceIdOf(answer ?? creation)).toBe(traceIdOf(creation));
  expect(links).toEqual([]);
});

test("[TRC-2] a request without a trace leads into the call's, and links to it", () => {
  expect(request({})).toMatchObject({ answer: creation, links: [traceIdOf(creation)] });
});

test.each([
  ["comes back", { isBack: true }],
  ["comes more than an hour after the call was created", { nowMs: createdAtMs + hourMs + 1 }],
])("[TRC-2] who %s has a trace of its own, linked to the call's", (_, when) => {
  const { answer, own, links } = request(when);

  expect(answer).toBe(own);
  expect(links).toEqual([traceIdOf(creation)]);
});

test("[TRC-2] a call that was created without tracing has each request's own trace", () => {
  const { answer, own, links } = request({ of: { ...call, traceparent: undefined } });

  expect(answer).toBe(own);
  expect(links).toEqual([]);
});

test("[TRC-2] without tracing there is nothing to answer", () => {
  expect(followTrace(call, false, createdAtMs)).toBeUndefined();
});
