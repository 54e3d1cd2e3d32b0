import { type Epoch, limits } from "@tgcall/protocol";
import { startRedisServer } from "@tgcall/store/testing";
import { expect, test } from "vitest";
import { createPodId } from "./app.ts";
import { arrangeCall, signalsOf } from "./testing/arrange-call.ts";
import { SignalCluster } from "./testing/open-signal.ts";

const counted = (name: string, labels: string, count: number) =>
  `tgcall_signal_${name}{${labels === "" ? "" : `${labels},`}service="signal"} ${count}`;

test("frames and bytes are counted by direction and type, and each forward has its time", async () => {
  const { cluster, ada, bob } = await arrangeCall();
  await using _ = cluster;
  const frame = JSON.stringify({ type: "signal", to: bob.peerId, data: { text: "Привет" } });

  for (let i = 0; i < 3; i += 1) ada.say(frame);
  await expect.poll(() => signalsOf(bob).length).toBe(3);

  const bytes = 3 * Buffer.byteLength(frame);
  const from = 3 * `"from":"${ada.peerId}",`.length;
  expect(await cluster.samples()).toEqual(
    expect.arrayContaining([
      counted("frames_total", 'type="signal"', 3),
      counted("received_bytes_total", 'type="signal"', bytes),
      counted("sent_frames_total", 'type="signal"', 3),
      counted("sent_bytes_total", 'type="signal"', bytes + from),
      counted("sent_frames_total", 'type="welcome"', 2),
      counted("forwards_total", 'route="local"', 3),
      expect.stringMatching(/^tgcall_signal_forward_seconds_count\{.*route="local"\} 3$/),
    ]),
  );
});

test("a frame to another pod has its time there, across Redis", async () => {
  await using redis = await startRedisServer();
  await using cluster = await SignalCluster.openOnRedis(2, redis.url);
  const callId = await cluster.createCall();
  const ada = await cluster.connect(await cluster.invite(callId, "initiator"));
  const bob = await cluster.connect(await cluster.invite(callId), { pod: 1 });
  await ada.next("peer-joined");

  for (let i = 0; i < 3; i += 1) ada.say({ type: "signal", to: bob.peerId, data: i });
  await expect.poll(() => signalsOf(bob).length).toBe(3);

  expect(await cluster.samples(0)).toContain(counted("forwards_total", 'route="remote"', 3));
  expect(await cluster.samples(1)).toContainEqual(expect.stringMatching(/^tgcall_signal_forward_seconds_count\{.*route="remote"\} 3$/));
});

test("each call is counted by one pod: waiting, then together", async () => {
  const { cluster, bob } = await arrangeCall(2);
  await using _ = cluster;
  const calls = async () =>
    [...(await cluster.samples(0)), ...(await cluster.samples(1))].filter((line) => line.startsWith("tgcall_signal_calls"));

  expect(await calls()).toEqual([counted("calls", 'state="together"', 1)]);
  bob.say({ type: "leave" });
  await expect.poll(calls).toEqual([counted("calls", 'state="waiting"', 1)]);
});

test("admissions tell who comes, who comes back and who lost its memory; departures why peers went", async () => {
  const { cluster, ada, bob, invitedBob } = await arrangeCall();
  await using _ = cluster;

  await cluster.connect(invitedBob, { instance: bob.instance });
  const other = await cluster.connect(invitedBob);
  other.say({ type: "leave" });
  await ada.next("peer-left");

  expect(await cluster.samples()).toEqual(
    expect.arrayContaining([
      counted("admissions_total", 'kind="joined"', 2),
      counted("admissions_total", 'kind="resumed"', 1),
      counted("admissions_total", 'kind="new_epoch"', 1),
      counted("upgrades_total", 'result="admitted"', 4),
      counted("departures_total", 'reason="left"', 1),
    ]),
  );
});

test("an ended call is a departure for each peer, and no ghost is left", async () => {
  const { cluster, callId, ada, bob } = await arrangeCall();
  await using _ = cluster;

  await cluster.stores.calls.end(callId);
  await Promise.all([ada.closing(), bob.closing()]);

  const samples = await cluster.samples();
  expect(samples).toContain(counted("departures_total", 'reason="ended"', 2));
  expect(samples.filter((line) => line.includes("ghost"))).toEqual([]);
});

test("a call counts as emptied when its last peer goes, by how that one went", async () => {
  const { cluster, ada, bob } = await arrangeCall(2);
  await using _ = cluster;
  const emptied = async () =>
    [...(await cluster.samples(0)), ...(await cluster.samples(1))].filter((line) => line.startsWith("tgcall_signal_calls_emptied"));

  bob.say({ type: "leave" });
  await ada.next("peer-left");
  expect(await emptied()).toEqual([]);
  ada.say({ type: "leave" });

  await expect.poll(emptied).toEqual([counted("calls_emptied_total", 'reason="left"', 1)]);
});

test("each ping that a peer answers has its time", async () => {
  const { cluster } = await arrangeCall();
  await using _ = cluster;

  cluster.clock.advance(limits.serverPingMs);

  await expect.poll(() => cluster.samples()).toContain(counted("round_trip_seconds_count", "", 2));
});

test("what a peer does not read is seen to wait for it", async () => {
  const { cluster, callId, bob } = await arrangeCall(1, 8);
  await using _ = cluster;
  const crowd = await Promise.all(Array.from({ length: 6 }, async () => cluster.connect(await cluster.invite(callId))));
  bob.socket.pause();

  const waiting = async (): Promise<readonly string[]> => {
    for (const sender of crowd) sender.say({ type: "signal", to: bob.peerId, data: "x".repeat(60_000) });
    await Promise.all(crowd.map((sender) => sender.fence()));
    return cluster.samples();
  };

  await expect.poll(waiting, { timeout: 10_000, interval: 1 }).toContainEqual(expect.stringMatching(/^tgcall_signal_buffered_bytes\{/));
});

test("a peer of a pod that died is a ghost to every other pod", async () => {
  await using cluster = await SignalCluster.open(2);
  const callId = await cluster.createCall();
  const { peerId, role } = await cluster.invite(callId);
  const facts = { name: "", instance: undefined, pod: createPodId(), proposedEpoch: "epoch" as Epoch, ticketId: "ticket" };
  await cluster.stores.rosters.join({ callId, peerId, role, ...facts });

  cluster.clock.advance(limits.leaseMs + 6_000);

  for (const pod of [0, 1]) await expect.poll(() => cluster.samples(pod), { timeout: 5_000 }).toContain(counted("ghost_peers", "", 1));
});

test("a peer that is asked to move has moved, or is closed at the end of the drain", async () => {
  const { cluster, ada, bob } = await arrangeCall(2);
  await using _ = cluster;

  const drained = cluster.signal(0).drain(0);
  await ada.next("reconnect");
  ada.socket.close(1000);
  await drained;
  await bob.next("peer-away");

  await expect.poll(() => cluster.samples(0)).toContain(counted("drain_peers_total", 'step="moved"', 1));
  expect(await cluster.samples(0)).toContain(counted("drain_peers_total", 'step="asked"', 1));
  expect(await cluster.samples(0)).toContainEqual(expect.stringMatching(/^tgcall_signal_drain_seconds\{/));
  expect(await cluster.samples(1)).not.toContainEqual(expect.stringMatching(/^tgcall_signal_drain_seconds\{/));
});
