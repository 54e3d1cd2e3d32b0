import { Redis } from "ioredis";
import { afterAll, expect, test, vi } from "vitest";
import type { Envelope } from "./bus.ts";
import { createRedisBus, type RedisBusOptions } from "./bus-redis.ts";
import { openRedisConnection } from "./redis-connection.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { newCallId, newPeerId, newPodId } from "./testing/samples.ts";
import { startTcpProxy } from "./testing/tcp-proxy.ts";

const server = await startRedisServer();
const inspector = new Redis(server.url);
inspector.on("error", () => {});
afterAll(async () => {
  inspector.disconnect();
  await server[Symbol.asyncDispose]();
});

async function openBus(options: RedisBusOptions = {}, url = server.url) {
  const redis = await openRedisConnection({ url });
  const bus = createRedisBus(redis, options);
  const close = async () => {
    await bus.close();
    await redis.close();
  };
  return { redis, bus, [Symbol.asyncDispose]: close };
}

const hello: Envelope = {
  type: "frame",
  callId: newCallId(),
  to: newPeerId(),
  generation: 7,
  from: newPeerId(),
  fromPod: newPodId(),
  frame: "hello",
};

test("[BUS-7] the frames of one tick cost one PUBLISH", async () => {
  await using sender = await openBus();
  const pod = newPodId();
  await inspector.config("RESETSTAT");

  for (let i = 0; i < 50; i += 1) sender.bus.send(pod, hello);

  const published = async () => /cmdstat_publish:calls=(\d+)/.exec(await inspector.info("commandstats"))?.[1];
  await expect.poll(published).toBe("1");
});

test("[BUS-5] malformed messages are dropped and counted, and the next one is read", async () => {
  const onDropped = vi.fn();
  await using receiver = await openBus({ onDropped });
  const [pod, heard] = [newPodId(), [] as Envelope[]];
  await receiver.bus.open(pod, (envelope) => heard.push(envelope));

  for (const message of ["gibberish", "R x\n{", "F 1 2\n", "\n\n"]) await inspector.publish(`pod:${pod}`, message);
  receiver.bus.send(pod, hello);

  await expect.poll(() => heard).toEqual([hello]);
  expect(onDropped.mock.calls).toEqual(Array(4).fill([1, "malformed"]));
});

test("[BUS-8] while Redis is away frames are dropped and counted, and none is sent late", async () => {
  await using own = await startRedisServer();
  const onDropped = vi.fn();
  await using sender = await openBus({ onDropped }, own.url);
  const [pod, heard] = [newPodId(), [] as Envelope[]];
  await sender.bus.open(pod, (envelope) => heard.push(envelope));
  await own.stop();

  sender.bus.send(pod, hello);
  sender.bus.send(pod, hello);
  await expect.poll(() => onDropped.mock.calls).toEqual([[2, "unsent"]]);
  await own.start();

  await vi.waitFor(() => {
    sender.bus.send(pod, { ...hello, frame: "after" });
    expect(heard.length).toBeGreaterThan(0);
  }, 5_000);
  expect(heard[0]).toEqual({ ...hello, frame: "after" });
});

test("[BUS-9] `open` waits for a Redis that is not there yet, and is rejected when the bus closes first", async () => {
  await using own = await startRedisServer();
  await own.stop();
  await using patient = await openBus({}, own.url);
  await using impatient = await openBus({}, own.url);
  const [pod, heard] = [newPodId(), [] as Envelope[]];

  const opened = patient.bus.open(pod, (envelope) => heard.push(envelope));
  const abandoned = impatient.bus.open(newPodId(), () => {});
  await impatient.bus.close();
  await expect(abandoned).rejects.toMatchObject({ code: "store_unavailable" });
  await own.start();
  await opened;
  await vi.waitFor(() => expect(patient.redis.health()).toBe("ready"), 5_000);
  patient.bus.send(pod, hello);

  await expect.poll(() => heard).toEqual([hello]);
});

test("[BUS-10] an inbox hears again after its connection was cut", async () => {
  await using receiver = await openBus();
  const [pod, heard] = [newPodId(), [] as Envelope[]];
  await receiver.bus.open(pod, (envelope) => heard.push(envelope));

  await inspector.call("CLIENT", "KILL", "TYPE", "pubsub");

  await expect.poll(() => inspector.pubsub("NUMSUB", `pod:${pod}`), { timeout: 5_000 }).toEqual([`pod:${pod}`, 1]);
  receiver.bus.send(pod, hello);
  await expect.poll(() => heard).toEqual([hello]);
});

test("[BUS-10] a subscriber that looks healthy and hears nothing is replaced", async () => {
  await using proxy = await startTcpProxy(server.port);
  await using receiver = await openBus({ probeEveryMs: 100 }, `redis://127.0.0.1:${proxy.port}`);
  const [pod, heard] = [newPodId(), [] as Envelope[]];
  await receiver.bus.open(pod, (envelope) => heard.push(envelope));
  const connections = proxy.accepted;

  proxy.silenceNewest();

  await vi.waitFor(() => {
    receiver.bus.send(pod, hello);
    expect(heard.length).toBeGreaterThan(0);
  }, 5_000);
  expect(proxy.accepted).toBe(connections + 1);
});

test("each try of the way to one's own inbox is told: heard with its time, failed while Redis is away", async () => {
  await using own = await startRedisServer();
  const onProbe = vi.fn();
  await using listener = await openBus({ onProbe, probeEveryMs: 20 }, own.url);
  await listener.bus.open(newPodId(), () => {});

  await expect.poll(() => onProbe.mock.calls).toContainEqual(["heard", expect.any(Number)]);
  await own[Symbol.asyncDispose]();

  await expect.poll(() => onProbe.mock.calls).toContainEqual(["failed"]);
});

test("[BUS-11] a frame that comes through Redis has an age", async () => {
  await using bus = await openBus();
  const [pod, ages] = [newPodId(), [] as unknown[]];
  await bus.bus.open(pod, (_, ageMs) => ages.push(ageMs));

  bus.bus.send(pod, hello);

  await expect.poll(() => ages).toEqual([expect.any(Number)]);
});
