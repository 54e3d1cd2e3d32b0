import { createIceIssuer, createTokens } from "@tgcall/auth";
import { type Traceparent, traceIdOf } from "@tgcall/protocol";
import { openSpan } from "@tgcall/runtime";
import { recordSpans } from "@tgcall/runtime/testing";
import { openMemoryStores } from "@tgcall/store";
import { expect, test } from "vitest";
import { identifyJoiner } from "./authorize.ts";
import { createCall } from "./create-call.ts";
import { joinCall } from "./join-call.ts";
import type { Ports } from "./ports.ts";
import { resolveCode } from "./resolve-code.ts";

const bot = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;
const request = { initiator: "1001", maxPeers: 2, relayOnly: false, requestKey: "key" };
const hourMs = 3_600_000;

function openPorts(): Ports & AsyncDisposable {
  const stores = openMemoryStores({ now: Date.now });
  const tokens = createTokens({ secret: "a secret for tests that is long enough for HS256" });
  const ice = createIceIssuer({ domain: "", secret: "", ttlSeconds: 600, udpPort: 3478, tlsPort: 5349 });
  const terms = { callTtlMs: hourMs, codeTtlMs: hourMs, joinTokenTtlMs: hourMs, maxPeersPerCall: 2 };
  return { stores, tokens, ice, terms, now: Date.now, [Symbol.asyncDispose]: () => stores.close() };
}

const join = async (ports: Ports, token: string) => joinCall(ports, await identifyJoiner(ports, token), "");

/** Does what a request under `parent` does; answers also the request's span. */
async function inRequest<T>(parent: Traceparent | undefined, work: () => Promise<T>) {
  const span = openSpan("request", { kind: "server", parent });
  const answer = await span.run(work);
  span.end();
  return { answer, span: span.traceparent };
}

test("[TRC-1] a call keeps the span that created it, also when its creation is repeated", async () => {
  using _ = recordSpans();
  await using ports = openPorts();

  const { answer, span } = await inRequest(bot, () => createCall(ports, request));
  await inRequest(undefined, () => createCall(ports, request));

  expect(traceIdOf(span ?? bot)).toBe(traceIdOf(bot));
  await expect(ports.stores.calls.read(answer.callId)).resolves.toMatchObject({ traceparent: span });
});

test("[TRC-2] a link and a code lead into the trace of their call, which the ticket names", async () => {
  using spans = recordSpans();
  await using ports = openPorts();
  const { answer: call, span: creation } = await inRequest(bot, () => createCall(ports, request));

  const resolved = await inRequest(undefined, () => resolveCode(ports, call.code, undefined));
  const { answer: joined } = await inRequest(undefined, () => join(ports, resolved.answer.joinToken));
  const { answer: again, span: second } = await inRequest(joined.traceparent, () => join(ports, resolved.answer.joinToken));

  const links = spans.all().map((span) => span.links.map(({ context }) => context.traceId));
  expect(joined.traceparent).toBe(creation);
  expect(again.traceparent).toBe(second);
  await expect(ports.tokens.verifyTicket(again.sig)).resolves.toMatchObject({ traceparent: second });
  expect(links).toEqual([[], [traceIdOf(bot)], [traceIdOf(bot)], []]);
  expect(spans.all().every(({ attributes }) => attributes["tgcall.call.id"] === call.callId)).toBe(true);
});

test("[TRC-2] without tracing no answer and no ticket names a span", async () => {
  await using ports = openPorts();

  const { joinToken } = await createCall(ports, request);
  const { traceparent, sig } = await join(ports, joinToken);

  expect(traceparent).toBeUndefined();
  expect(await ports.tokens.verifyTicket(sig)).not.toHaveProperty("traceparent");
});
