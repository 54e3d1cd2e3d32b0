import { expect, test } from "vitest";
import { expectMediaFlows } from "./support/media.ts";
import { talk } from "./support/people.ts";
import { startApart } from "./support/start-apart.ts";
import { type CollectedSpan, startTraceCollector, type TraceCollector } from "./support/trace-collector.ts";

/** The spans of the trace that the call's creation began, once those that `isWhole` asks for are among them. */
async function traceOfCreation(collector: TraceCollector, isWhole: (spans: readonly CollectedSpan[]) => boolean) {
  let trace: readonly CollectedSpan[] = [];
  const arrived = (): boolean => {
    const spans = collector.spans();
    const creation = spans.find(({ name }) => name === "POST /api/call/create");
    trace = spans.filter(({ traceId }) => traceId === creation?.traceId);
    return isWhole(trace);
  };
  await expect.poll(arrived, { timeout: 15_000 }).toBe(true);
  return trace;
}

const named = (spans: readonly CollectedSpan[], name: string) => spans.filter((span) => span.name === name);

/** How many processes have spans of this name. */
const pods = (spans: readonly CollectedSpan[], name: string) => new Set(named(spans, name).map(({ instance }) => instance)).size;

test("[TRC-1] [TRC-8] one connected trace leads from a call's creation over api, Redis, both signal processes, the bus and both pages to media", async () => {
  await using collector = await startTraceCollector();
  await using system = await startApart(collector.env);
  await using call = await talk(system.origins[0] ?? "", system.origins[1]);
  await Promise.all([expectMediaFlows(call.ada.page), expectMediaFlows(call.bob.page)]);

  const isWhole = (spans: readonly CollectedSpan[]) =>
    pods(spans, "upgrade") === 2 && pods(spans, "deliver") === 2 && named(spans, "page media").length === 2;
  const trace = await traceOfCreation(collector, isWhole);

  const byId = new Map(trace.map((span) => [span.spanId, span]));
  const roots = trace.filter(({ parentSpanId }) => parentSpanId === undefined || parentSpanId === "");
  expect(roots.map(({ name }) => name)).toEqual(["POST /api/call/create"]);
  expect(trace.filter((span) => !roots.includes(span) && !byId.has(span.parentSpanId ?? ""))).toEqual([]);
  expect(new Set(trace.map(({ service }) => service))).toEqual(new Set(["tgcall-api", "tgcall-signal"]));
  expect(named(trace, "POST /api/join").length).toBeGreaterThanOrEqual(2);
  for (const step of ["POST /api/call/create", "POST /api/join", "upgrade"]) {
    const children = trace.filter(({ parentSpanId }) => named(trace, step).some(({ spanId }) => spanId === parentSpanId));
    expect(children.map(({ name }) => name)).toContain("evalsha");
  }
  for (const delivery of named(trace, "deliver")) {
    const forward = byId.get(delivery.parentSpanId ?? "");
    expect(forward).toMatchObject({ name: "forward", attributes: { "tgcall.route": "remote" } });
    expect(forward?.instance).not.toBe(delivery.instance);
  }
  for (const page of named(trace, "page")) {
    const phases = trace.filter(({ parentSpanId }) => parentSpanId === page.spanId).map(({ name }) => name);
    expect(page.attributes).toMatchObject({ "tgcall.setup": "connected", "tgcall.browser": "chromium" });
    expect(phases).toEqual(expect.arrayContaining(["page join", "page ws", "page description", "page ice", "page media"]));
  }
});

test("[TRC-3] who reloads has a trace of its own that links to the call's", async () => {
  await using collector = await startTraceCollector();
  await using system = await startApart(collector.env);
  await using call = await talk(system.origins[0] ?? "", system.origins[1]);
  await expectMediaFlows(call.bob.page);
  const trace = await traceOfCreation(collector, (spans) => pods(spans, "upgrade") === 2);

  await call.bob.page.reload();
  await call.bob.sees(call.bob.tile("Ada"));

  const joinBehind = () => {
    const spans = collector.spans();
    const later = named(spans, "upgrade").find(({ traceId, parentSpanId }) => traceId !== trace[0]?.traceId && parentSpanId !== undefined);
    return spans.find(({ spanId }) => spanId === later?.parentSpanId);
  };
  await expect.poll(joinBehind, { timeout: 10_000 }).toMatchObject({ name: "POST /api/join", links: [trace[0]?.traceId] });
});

test("[TRC-5] where nothing is sampled each service sends the spans of a join that failed, and of nothing else", async () => {
  await using collector = await startTraceCollector();
  await using system = await startApart({ ...collector.env, OTEL_TRACES_SAMPLER: "always_off" });
  const [origin = ""] = system.origins;
  const post = async (path: string, body: object) => {
    const response = await fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, string>;
  };
  const created = await post("/api/call/create", { initiator_telegram_id: "1001" });
  const joined = await post("/api/join", { token: created["joinToken"] ?? "" });
  const connect = async (sig: string): Promise<string> => {
    const query = new URLSearchParams({ callId: joined["callId"] ?? "", peerId: joined["peerId"] ?? "" });
    const socket = new WebSocket(`${joined["wsUrl"]}?${query}`, ["tgcall.v1", `tgcall.sig.${sig}`]);
    const outcome = await new Promise<string>((resolve) => {
      socket.onmessage = () => resolve("welcome");
      socket.onerror = () => resolve("refused");
    });
    socket.close();
    return outcome;
  };

  expect(await connect(joined["sig"] ?? "")).toBe("welcome");
  expect(await connect(joined["sig"] ?? "")).toBe("refused");
  expect(await post("/api/join", { token: `${created["joinToken"]}x` })).toMatchObject({ code: "token_invalid" });

  const failures = () => collector.spans().filter(({ attributes }) => attributes["tgcall.problem"] !== undefined);
  await expect.poll(() => new Set(failures().map(({ service }) => service)).size).toBe(2);
  const [refusedJoin] = failures().filter(({ service }) => service === "tgcall-api");
  const [refusedUpgrade] = failures().filter(({ service }) => service === "tgcall-signal");
  expect(refusedJoin?.attributes["tgcall.problem"]).toBe("token_invalid");
  expect(refusedUpgrade).toMatchObject({
    name: "upgrade",
    attributes: { "tgcall.problem": "sig_used", "tgcall.call.id": created["callId"] },
  });
  const kept = new Set([refusedJoin?.traceId, refusedUpgrade?.traceId]);
  expect(collector.spans().filter(({ traceId }) => !kept.has(traceId))).toEqual([]);
  expect(named(collector.spans(), "evalsha").map(({ service }) => service)).toContain("tgcall-signal");
  expect(named(collector.spans(), "POST /api/call/create")).toEqual([]);
});
