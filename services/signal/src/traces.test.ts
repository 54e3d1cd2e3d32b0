import { isTraceparent, type Traceparent, traceIdOf } from "@tgcall/protocol";
import { currentTraceparent } from "@tgcall/runtime";
import { type RecordedSpans, recordSpans } from "@tgcall/runtime/testing";
import { expect, test, vi } from "vitest";
import { signalsOf } from "./testing/arrange-call.ts";
import { type Invited, SignalCluster } from "./testing/open-signal.ts";
import type { TestPeer } from "./testing/test-peer.ts";

const creation = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;
const foreign = "00-ffffffff16cd43dd8448eb211c80319c-b7ad6b7169203331-01" as Traceparent;

/** A peer whose ticket the api gave out under the call's trace. */
async function enter(cluster: SignalCluster, invited: Invited, pod = 0, traceparent = creation): Promise<TestPeer> {
  const { sig } = await cluster.tokens.signTicket({ ...invited, name: "", traceparent });
  const peer = cluster.dial(invited, sig, { pod });
  await peer.next("welcome");
  return peer;
}

/** Two peers of a traced call, each on a pod of its own. */
async function arrange(traceparent = creation) {
  const cluster = await SignalCluster.open(2);
  const callId = await cluster.createCall();
  const ada = await enter(cluster, await cluster.invite(callId, "initiator"), 0, traceparent);
  const bob = await enter(cluster, await cluster.invite(callId), 1, traceparent);
  await ada.next("peer-joined");
  return { cluster, ada, bob };
}

const named = (spans: RecordedSpans, name: string) => spans.all().filter((span) => span.name === name);

const bothUpgrades = (spans: RecordedSpans) =>
  vi.waitUntil(() => (named(spans, "upgrade").length === 2 ? named(spans, "upgrade") : undefined), 15_000);

test("[TRC-3] an upgrade belongs under the span that its ticket names", async () => {
  using spans = recordSpans();
  const { cluster, ada } = await arrange();
  await using _ = cluster;

  const [upgrade] = await bothUpgrades(spans);

  expect(upgrade?.spanContext().traceId).toBe(traceIdOf(creation));
  expect(upgrade?.parentSpanContext?.spanId).toBe("b7ad6b7169203331");
  expect(upgrade?.attributes).toMatchObject({ "tgcall.peer.id": ada.peerId, "tgcall.resumed": false });
});

test("[TRC-3] a reconnection begins a trace of its own that links to the call's", async () => {
  using spans = recordSpans();
  await using cluster = await SignalCluster.open();
  const invited = await cluster.invite(await cluster.createCall());
  const { sig } = await cluster.tokens.signTicket({ ...invited, name: "", traceparent: creation });
  const first = cluster.dial(invited, sig, { instance: "one-page-load" });
  const welcome = await first.next("welcome");

  const second = cluster.dial(invited, welcome.sig, { instance: "one-page-load" });
  await second.next("welcome");

  const [, later] = await bothUpgrades(spans);
  expect(later?.parentSpanContext).toBeUndefined();
  expect(later?.spanContext().traceId).not.toBe(traceIdOf(creation));
  expect(later?.links.map(({ context }) => context.traceId)).toEqual([traceIdOf(creation)]);
  expect(later?.attributes).toMatchObject({ "tgcall.resumed": true });
});

test("[TRC-3] what a peer says and does later is no part of its upgrade", async () => {
  using _ = recordSpans();
  const { cluster, ada, bob } = await arrange();
  await using _cluster = cluster;
  const around: (Traceparent | undefined)[] = [];
  const { rosters } = cluster.stores;
  for (const name of ["update", "drop"] as const) {
    const original = rosters[name].bind(rosters) as (...asked: unknown[]) => Promise<never>;
    rosters[name] = (...asked: unknown[]) => {
      around.push(currentTraceparent());
      return original(...asked);
    };
  }

  ada.say({ type: "update", name: "Ada" });
  await bob.next("peer-updated");
  ada.cut();
  await bob.next("peer-away");

  expect(around).toEqual([undefined, undefined]);
});

test("[TRC-4] a frame that names its span is forwarded and delivered under it, its bytes untouched", async () => {
  using spans = recordSpans();
  const { cluster, ada, bob } = await arrange();
  await using _ = cluster;

  ada.say({ type: "signal", to: bob.peerId, data: { sdp: "v=0" }, traceparent: creation });

  expect(await bob.next("signal")).toEqual({
    type: "signal",
    from: ada.peerId,
    to: bob.peerId,
    data: { sdp: "v=0" },
    traceparent: creation,
  });
  const deliver = spans.one("deliver");
  const forward = spans.one("forward");
  expect(forward.parentSpanContext?.spanId).toBe("b7ad6b7169203331");
  expect(forward.attributes).toMatchObject({ "tgcall.peer.id": ada.peerId, "tgcall.route": "remote" });
  const bus = spans.one("bus");
  expect(bus.parentSpanContext?.spanId).toBe(forward.spanContext().spanId);
  expect(deliver.parentSpanContext?.spanId).toBe(bus.spanContext().spanId);
  expect(deliver.attributes).toMatchObject({ "tgcall.peer.id": bob.peerId });
});

test.each([
  ["names none", undefined, creation],
  ["names another trace than its ticket", foreign, creation],
  ["is not sampled", creation.replace(/01$/, "00"), creation],
  ["names something else", { any: "thing" }, creation],
  ["comes on a ticket that is not sampled", creation, creation.replace(/01$/, "00") as Traceparent],
])("[TRC-4] a frame that %s is forwarded and not traced", async (_case, traceparent, ofTicket) => {
  using spans = recordSpans();
  const { cluster, ada, bob } = await arrange(ofTicket);
  await using _ = cluster;

  ada.say({ type: "signal", to: bob.peerId, data: 1, traceparent });

  expect(await bob.next("signal")).toMatchObject({ data: 1 });
  expect([...named(spans, "forward"), ...named(spans, "deliver")]).toEqual([]);
});

test("[TRC-4] of one connection at most 128 frames are traced, and the others arrive all the same", async () => {
  using spans = recordSpans();
  const { cluster, ada, bob } = await arrange();
  await using _ = cluster;

  for (let count = 1; count <= 140; count += 1) {
    if (count === 99) cluster.clock.advance(5_000);
    ada.say({ type: "signal", to: bob.peerId, data: count, traceparent: creation });
    if (count === 98) await ada.fence();
  }

  await expect.poll(() => signalsOf(bob).length).toBe(140);
  expect(named(spans, "forward")).toHaveLength(128);
});

test("[TRC-5] a refused upgrade says why, under its call's span", async () => {
  using spans = recordSpans();
  await using cluster = await SignalCluster.open();
  const invited = await cluster.invite(await cluster.createCall());
  const { sig } = await cluster.tokens.signTicket({ ...invited, name: "", traceparent: creation });
  await cluster.dial(invited, sig).next("welcome");

  await cluster.dial(invited, sig).refusal();
  await cluster.dial(invited, "nonsense").refusal();

  const refused = named(spans, "upgrade").slice(1);
  expect(refused.map(({ attributes }) => attributes["tgcall.problem"])).toEqual(["sig_used", "sig_invalid"]);
  expect(refused[0]?.spanContext().traceId).toBe(traceIdOf(creation));
});

test.each([
  ["sampled", creation],
  ["not sampled", creation.replace(/01$/, "00") as Traceparent],
])("every line about a stay names the trace of its ticket, %s", async (_case, traceparent) => {
  using _spans = recordSpans();
  const { cluster, ada, bob } = await arrange(traceparent);
  await using _ = cluster;

  ada.say({ type: "signal", to: bob.peerId, data: 1, traceparent });
  await bob.next("signal");
  await cluster.signal(1).drain(0);
  await bob.next("reconnect");
  bob.say({ type: "leave" });
  await ada.next("peer-left");

  const events = ["peer connected", "first message forwarded", "first message delivered", "peer asked to move", "peer left"];
  await expect.poll(() => new Set(cluster.lines.map(({ message }) => message))).toEqual(new Set([...events, "peer disconnected"]));
  expect(cluster.lines.map(({ message, trace_id }) => [message, trace_id])).toEqual(
    cluster.lines.map(({ message }) => [message, traceIdOf(creation)]),
  );
});

test("[TRC-4] without tracing a frame's traceparent travels on as any field does", async () => {
  const { cluster, ada, bob } = await arrange();
  await using _ = cluster;

  ada.say({ type: "signal", to: bob.peerId, data: 1, traceparent: creation });

  expect(isTraceparent((await bob.next("signal"))["traceparent"])).toBe(true);
});
