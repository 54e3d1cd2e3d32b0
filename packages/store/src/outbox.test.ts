import { describe, expect, test, vi } from "vitest";
import { Outbox } from "./outbox.ts";
import { newPodId } from "./testing/samples.ts";

const [pod, otherPod] = [newPodId(), newPodId()];

function openOutbox(limits: { maxWaiting?: number; maxMessage?: number } = {}) {
  const deliveries: PromiseWithResolvers<void>[] = [];
  const publish = vi.fn<(to: string, message: string) => Promise<void>>(() => {
    const delivery = Promise.withResolvers<void>();
    deliveries.push(delivery);
    return delivery.promise;
  });
  const onDropped = vi.fn();
  return { outbox: new Outbox({ publish, onDropped, ...limits }), publish, onDropped, deliveries };
}

const tick = () => new Promise(setImmediate);

describe("the outbox", () => {
  test("[BUS-7] what one tick sends to a pod travels in one message", async () => {
    const { outbox, publish } = openOutbox();

    for (const record of ["a", "b"]) outbox.send(pod, record);
    outbox.send(otherPod, "c");
    outbox.send(pod, "d");
    await tick();
    outbox.send(pod, "e");
    await tick();

    expect(publish.mock.calls).toEqual([
      [pod, "abd"],
      [otherPod, "c"],
      [pod, "e"],
    ]);
  });

  test("[BUS-7] a message of its own keeps its place in the order", async () => {
    const { outbox, publish } = openOutbox();

    outbox.send(pod, "a");
    outbox.sendAlone(pod, "R");
    outbox.send(pod, "b");
    await tick();

    expect(publish.mock.calls.map(([, message]) => message)).toEqual(["a", "R", "b"]);
  });

  test("[BUS-7] a large message does not wait for the end of the tick", () => {
    const { outbox, publish } = openOutbox({ maxMessage: 4 });

    for (const record of ["aa", "bb", "cc"]) outbox.send(pod, record);

    expect(publish.mock.calls).toEqual([[pod, "aabb"]]);
    outbox.close();
  });

  test("[BUS-8] what waits is bounded: the rest is dropped and counted until there is room", async () => {
    const { outbox, publish, onDropped, deliveries } = openOutbox({ maxWaiting: 4 });
    for (const record of ["aaaa", "b"]) outbox.send(pod, record);
    await tick();
    outbox.sendAlone(pod, "c");

    deliveries[0]?.resolve();
    await tick();
    outbox.send(pod, "dddd");
    await tick();

    expect(onDropped.mock.calls).toEqual([
      [1, "overflow"],
      [1, "overflow"],
    ]);
    expect(publish.mock.calls.map(([, message]) => message)).toEqual(["aaaa", "dddd"]);
  });

  test("[BUS-8] what the store does not take is counted and not sent again", async () => {
    const { outbox, publish, onDropped, deliveries } = openOutbox({ maxWaiting: 3 });
    for (const record of ["a", "b", "c"]) outbox.send(pod, record);
    await tick();

    deliveries[0]?.reject(new Error("away"));
    await tick();
    outbox.send(pod, "ddd");
    await tick();

    expect(onDropped.mock.calls).toEqual([[3, "unsent"]]);
    expect(publish).toHaveBeenCalledTimes(2);
  });
});
