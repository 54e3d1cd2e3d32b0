import { expect, test } from "vitest";
import { expectMediaFlows } from "./support/media.ts";
import { talk } from "./support/people.ts";
import { startApart } from "./support/start-apart.ts";
import { type CollectedSpan, startTraceCollector, type TraceCollector } from "./support/trace-collector.ts";

/** The spans of the trace that the call's creation began, once those that `isWhole` asks for are among them, and the parent of each. */
async function traceOfCreation(collector: TraceCollector, isWhole: (spans: readonly CollectedSpan[]) => boolean) {
  let trace: readonly CollectedSpan[] = [];
  const arrived = () => {
    const spans = collector.spans();
    const creation = spans.find(({ name }) => name === "POST /api/call/create");
    trace = spans.filter(({ traceId }) => traceId === creation?.traceId);
    return { whole: isWhole(trace), orphans: orphansOf(trace) };
  };
  await expect.poll(arrived).toEqual({ whole: true, orphans: [] });
  return trace;
}

/** Processes send on their own time: a span may arrive before its parent. */
function orphansOf(spans: readonly CollectedSpan[]): readonly CollectedSpan[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter((span) => !isRoot(span) && !ids.has(span.parentSpanId ?? ""));
}

const isRoot = ({ parentSpanId }: CollectedSpan): boolean => parentSpanId === undefined || parentSpanId === "";

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
  expect(trace.filter(isRoot).map(({ name }) => name)).toEqual(["POST /api/call/create"]);
  expect(new Set(trace.map(({ service }) => service))).toEqual(new Set(["tgcall-api", "tgcall-signal"]));
  expect(named(trace, "POST /api/join").length).toBeGreaterThanOrEqual(2);
  for (const step of ["POST /api/call/create", "POST /api/join", "upgrade"]) {
    const children = trace.filter(({ parentSpanId }) => named(trace, step).some(({ spanId }) => spanId === parentSpanId));
    expect(children.map(({ name }) => name)).toContain("evalsha");
  }
  for (const delivery of named(trace, "deliver")) {
    const bus = byId.get(delivery.parentSpanId ?? "");
    expect(bus).toMatchObject({ name: "bus", instance: delivery.instance });
    const forward = byId.get(bus?.parentSpanId ?? "");
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

type Answer = Readonly<Record<string, string>>;

async function post(origin: string, path: string, body: object, headers: Answer = {}): Promise<Answer> {
  const response = await fetch(`${origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return response.status === 204 ? {} : ((await response.json()) as Answer);
}

/** Connects as who joined, and leaves again; answers how the service took it. */
async function connect({ callId = "", peerId = "", wsUrl = "", sig = "" }: Answer): Promise<string> {
  const socket = new WebSocket(`${wsUrl}?${new URLSearchParams({ callId, peerId })}`, ["tgcall.v1", `tgcall.sig.${sig}`]);
  const outcome = await new Promise<string>((resolve) => {
    socket.onmessage = () => resolve("welcome");
    socket.onerror = () => resolve("refused");
  });
  socket.close();
  return outcome;
}

/** The spans of a trace and of those that link to it. */
function around(collector: TraceCollector, traceId: string | undefined): readonly CollectedSpan[] {
  const spans = collector.spans();
  const linking = spans.filter(({ links }) => links.some((link) => link === traceId)).map((span) => span.traceId);
  return spans.filter((span) => [traceId, ...linking].includes(span.traceId));
}

/** What services and pages did, each step once, without commands to Redis. */
const stepsOf = (spans: readonly CollectedSpan[]): readonly string[] => {
  const steps = spans.filter(({ name }) => /^(page|upgrade|POST)/.test(name)).map(({ service, name }) => `${service} ${name}`);
  return [...new Set(steps)].sort();
};

/** Two api and two signal processes that sample nothing, and a call that one pair of them made. */
async function startUnsampled() {
  const owned = new AsyncDisposableStack();
  const collector = owned.use(await startTraceCollector());
  const system = owned.use(await startApart({ ...collector.env, OTEL_TRACES_SAMPLER: "always_off" }));
  const [origin = "", other = ""] = system.origins;
  const created = await post(origin, "/api/call/create", { initiator_telegram_id: "1001" });
  return { collector, origin, other, created, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test("[TRC-5] where nothing is sampled each service sends the spans of a join that was refused, and of nothing else", async () => {
  await using system = await startUnsampled();
  const { collector, origin, other, created } = system;
  const good = await post(origin, "/api/call/create", { initiator_telegram_id: "1002" });
  const { joinToken = "" } = created;
  const joined = await post(other, "/api/join", { token: joinToken });

  expect(await connect(await post(origin, "/api/join", { token: good["joinToken"] ?? "" }))).toBe("welcome");
  expect(await connect(joined)).toBe("welcome");
  expect(await connect(joined)).toBe("refused");
  expect(await post(origin, "/api/join", { token: `${joinToken}x` })).toMatchObject({ code: "token_invalid" });

  const failures = () => collector.spans().filter(({ attributes }) => attributes["tgcall.problem"] !== undefined);
  await expect.poll(() => new Set(failures().map(({ service }) => service)).size).toBe(2);
  const [refusedJoin] = failures().filter(({ service }) => service === "tgcall-api");
  const [refusedUpgrade] = failures().filter(({ service }) => service === "tgcall-signal");
  expect(refusedJoin?.attributes["tgcall.problem"]).toBe("token_invalid");
  expect(refusedUpgrade).toMatchObject({
    name: "upgrade",
    attributes: { "tgcall.problem": "sig_used", "tgcall.call.id": created["callId"] },
  });
  const { traceId } = refusedUpgrade ?? {};
  const steps = ["tgcall-api POST /api/call/create", "tgcall-api POST /api/join", "tgcall-signal upgrade"];
  await expect.poll(() => stepsOf(around(collector, traceId))).toEqual(steps);
  const kept = new Set([refusedJoin, ...around(collector, traceId)].map((span) => span?.traceId));
  expect(collector.spans().filter((span) => !kept.has(span.traceId))).toEqual([]);
});

test("[TRC-5] [TRC-8] where nothing is sampled a page's attempt that failed brings out what every process did for it, before and after", async () => {
  await using system = await startUnsampled();
  const { collector, origin, other, created } = system;
  const { callId = "", joinToken = "" } = created;
  const joined = await post(origin, "/api/join", { token: joinToken });
  expect(await connect(joined)).toBe("welcome");
  const { traceparent = "" } = joined;
  const setup = { result: "failed", ageMs: 10_500, phases: [{ name: "join", startMs: 0, durationMs: 20 }] };

  const bearer = { authorization: `Bearer ${joinToken}` };
  await post(other, `/api/call/${callId}/outcome`, { browser: "firefox", traceparent, setup }, bearer);
  const traceId = traceparent.split("-")[1];
  const processes = (): number => new Set(around(collector, traceId).map(({ instance }) => instance)).size;
  await expect.poll(processes).toBe(3);
  const another = await post(origin, "/api/join", { token: joinToken }, { traceparent });

  const before = ["tgcall-api POST /api/call/create", "tgcall-api POST /api/join", "tgcall-signal upgrade"];
  const outcome = ["tgcall-api POST /api/call/{callId}/outcome", "tgcall-api page", "tgcall-api page join"];
  await expect.poll(() => stepsOf(around(collector, traceId))).toEqual([...before, ...outcome].sort());
  const joins = () => named(collector.spans(), "POST /api/join").filter((span) => span.traceId === traceId);
  await expect.poll(joins).toHaveLength(1);
  expect(another["traceparent"]).toContain(traceId);
});
