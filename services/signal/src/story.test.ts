import { expect, test } from "vitest";
import { arrangeCall, signalsOf } from "./testing/arrange-call.ts";

test("a call's lines tell who came, whose messages went where, who moved and who left, each with call, peer and pod", async () => {
  const { cluster, callId, ada, bob } = await arrangeCall(2);
  await using _ = cluster;

  ada.say({ type: "signal", to: bob.peerId, data: 1 });
  ada.say({ type: "signal", to: bob.peerId, data: 2 });
  await expect.poll(() => signalsOf(bob).length).toBe(2);
  bob.say({ type: "leave" });
  await ada.next("peer-left");
  await expect.poll(() => cluster.lines.map(({ message }) => message)).toContain("peer disconnected");
  await cluster.signal(0).drain(0);

  await expect.poll(() => cluster.lines).toHaveLength(7);
  expect(cluster.lines.map(({ message, peer_id, pod }) => [message, peer_id === ada.peerId ? "ada" : "bob", pod])).toEqual([
    ["peer connected", "ada", "pod0"],
    ["peer connected", "bob", "pod1"],
    ["first message forwarded", "ada", "pod0"],
    ["first message delivered", "bob", "pod1"],
    ["peer left", "bob", "pod1"],
    ["peer disconnected", "bob", "pod1"],
    ["peer asked to move", "ada", "pod0"],
  ]);
  expect(cluster.lines.every(({ call_id, level, time }) => call_id === callId && level === "info" && typeof time === "string")).toBe(true);
});

test("a peer that never came back is lost, once, in the line of the pod that removed it", async () => {
  const { cluster, ada, bob } = await arrangeCall(2);
  await using _ = cluster;

  bob.cut();
  await ada.next("peer-away");
  const lost = () => cluster.lines.filter(({ message }) => message === "peer lost");
  await expect
    .poll(
      async () => {
        cluster.clock.advance(1_000);
        await ada.fence();
        return lost().length;
      },
      { interval: 300, timeout: 15_000 },
    )
    .toBe(1);

  expect(lost()).toEqual([expect.objectContaining({ peer_id: bob.peerId })]);
});

test("a good ticket that does not lead in is told with its call and peer; what has none is not repeated", async () => {
  const { cluster, callId } = await arrangeCall();
  await using _ = cluster;
  const third = await cluster.invite(callId);

  await cluster.dial(third, await cluster.sig(third)).refusal();
  await cluster.dial(third, "forged").refusal();

  const refused = cluster.lines.filter(({ message }) => message === "upgrade refused");
  expect(refused).toEqual([expect.objectContaining({ call_id: callId, peer_id: third.peerId, problem: "call_full" })]);
});
