import { limits } from "@tgcall/protocol";
import { expect, test } from "vitest";
import { arrangeCall, signalsOf } from "./testing/arrange-call.ts";

const malformed: [string, unknown][] = [
  ["text that is no JSON", "hello"],
  ["a list", []],
  ["null", "null"],
  ["a number", 7],
  ["a truncated object", '{"type":"signal"'],
  ["no type", {}],
  ["a numeric type", { type: 1 }],
  ["a signal without receiver", { type: "signal", data: {} }],
  ["a signal to everybody", { type: "signal", to: "*", data: {} }],
  ["a signal to a prototype name", { type: "signal", to: "__proto__", data: {} }],
  ["a signal without data", { type: "signal", to: "a".repeat(24) }],
  ["a ping without id", { type: "ping", revision: 0 }],
  ["a ping with a negative id", { type: "ping", id: -1, revision: 0 }],
  ["a ping with 2^53", { type: "ping", id: 2 ** 53, revision: 0 }],
  ["a ping with a text revision", { type: "ping", id: 1, revision: "0" }],
  ["a name of 65 characters", { type: "update", name: "x".repeat(65) }],
  ["a name that turns the text around", { type: "update", name: "a\u202Eb" }],
  ["a name with NUL", { type: "update", name: "a\u0000" }],
  ["a lone surrogate as name", { type: "update", name: "\uD800" }],
  ["a state that is a list", { type: "update", state: [] }],
  ["a state of numbers", { type: "update", state: { camera: 1 } }],
];

test.each(malformed)("[SIG-31] %s is answered with error and changes nothing", async (_name, frame) => {
  const { cluster, callId, ada, bob } = await arrangeCall();
  await using _ = cluster;

  bob.say(frame);

  expect(await bob.next("error")).toMatchObject({ code: "bad_request" });
  await ada.fence();
  expect((await cluster.stores.rosters.read(callId))?.revision).toBe(2);
});

test.each(["__proto__", "toString", "constructor", "", "welcome"])(
  "[SIG-31] a frame of type %j is unknown and never counts as malformed",
  async (type) => {
    const { cluster, bob } = await arrangeCall();
    await using _ = cluster;

    for (let count = 0; count < 10; count += 1) bob.say({ type });

    await bob.fence();
    expect(bob.frames.filter((frame) => frame.type === "error" && frame.code === "unknown_type")).toHaveLength(10);
  },
);

test("[SIG-31] the sixth malformed frame closes with 4500", async () => {
  const { cluster, bob } = await arrangeCall();
  await using _ = cluster;

  for (let count = 0; count < 6; count += 1) bob.say("nonsense");

  expect((await bob.closing()).code).toBe(4500);
  expect(bob.frames.filter(({ type }) => type === "error")).toHaveLength(5);
});

test("[SIG-32] a binary frame closes with 1003, a frame over 64 KiB with 1009", async () => {
  const { cluster, ada, bob } = await arrangeCall();
  await using _ = cluster;

  ada.socket.send(Buffer.from("{}"), { binary: true });
  bob.say({ type: "signal", to: ada.peerId, data: "x".repeat(65_536) });

  expect((await ada.closing()).code).toBe(1003);
  expect((await bob.closing()).code).toBe(1009);
});

test("[SIG-32] the largest frame that is allowed arrives whole", async () => {
  const { cluster, ada, bob } = await arrangeCall(2);
  await using _ = cluster;
  const frame = { type: "signal", to: bob.peerId, data: "" };
  const data = "я".repeat((limits.maxFrameBytes - JSON.stringify(frame).length) / 2);

  ada.say({ ...frame, data });

  expect((await bob.next("signal")).data).toBe(data);
});

test("[SIG-30] a burst of 500 frames is cut down with errors, and the connection lives", async () => {
  const { cluster, ada, bob } = await arrangeCall();
  await using _ = cluster;

  for (let seq = 0; seq < 500; seq += 1) ada.say({ type: "signal", to: bob.peerId, data: seq });

  await expect.poll(() => ada.frames.filter(({ type }) => type === "error").length).toBeGreaterThan(300);
  cluster.clock.advance(5_000);
  await ada.fence();
  expect(signalsOf(bob).length).toBeGreaterThanOrEqual(limits.frameBurst);
  expect(ada.closed).toBeUndefined();
});

test("[SIG-33] a reader that lets more than 1 MiB wait is closed with 4001, the others are not held up", async () => {
  const { cluster, callId, ada, bob } = await arrangeCall(1, 8);
  await using _ = cluster;
  const crowd = await Promise.all(Array.from({ length: 6 }, async () => cluster.connect(await cluster.invite(callId))));
  bob.socket.pause();

  for (const sender of crowd) {
    for (let seq = 0; seq < 90; seq += 1) sender.say({ type: "signal", to: bob.peerId, data: "x".repeat(60_000) });
    sender.say({ type: "signal", to: ada.peerId, data: "still here" });
  }
  await expect.poll(() => signalsOf(ada).length).toBe(crowd.length);
  bob.socket.resume();

  expect((await bob.closing()).code).toBe(4001);
  expect(signalsOf(bob).length).toBeLessThan(6 * 90);
});
