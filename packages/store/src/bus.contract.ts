import type { CallId, PeerId } from "@tgcall/protocol";
import { describe, expect, test } from "vitest";
import type { Bus, Envelope } from "./bus.ts";
import type { PodId, Roster } from "./roster.ts";
import { newCallId, newPeerId, newPodId } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

const hello = {
  type: "frame",
  callId: newCallId(),
  to: newPeerId(),
  generation: 1_763_861_234_567,
  from: newPeerId(),
  fromPod: newPodId(),
} as const;

const frame = (text: string): Envelope => ({ ...hello, frame: text });

async function listen(bus: Bus, pod: PodId = newPodId()) {
  const heard: Envelope[] = [];
  await bus.open(pod, (envelope) => heard.push(envelope));
  return { pod, heard };
}

/** Every bus keeps these promises (docs/protocol.md, section BUS). */
export function busContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the bus contract`, () => {
    test("[BUS-1] an envelope arrives in the inbox of its pod, and in no other", async () => {
      await using world = await open();
      const [here, there] = [await listen(world.stores.bus), await listen(world.others.bus)];

      world.stores.bus.send(there.pod, frame("for there"));
      world.stores.bus.send(newPodId(), frame("for nobody"));
      world.others.bus.send(here.pod, frame("for here"));

      await expect.poll(() => [here.heard, there.heard]).toEqual([[frame("for here")], [frame("for there")]]);
    });

    test("[BUS-2] envelopes of one sender to one pod arrive in order, within a tick and across ticks", async () => {
      await using world = await open();
      const { pod, heard } = await listen(world.others.bus);
      const sent = Array.from({ length: 300 }, (_, i) => frame(`frame ${i}`));

      for (const [i, envelope] of sent.entries()) {
        world.stores.bus.send(pod, envelope);
        if (i % 50 === 0) await new Promise(setImmediate);
      }

      await expect.poll(() => heard).toEqual(sent);
    });

    test("[BUS-3] a frame arrives as it was sent, whatever stands in it", async () => {
      await using world = await open();
      const { pod, heard } = await listen(world.others.bus);
      const frames = [
        '{"type":"signal","data":"v=0\\r\\no=- 1"}',
        "F looks like a record 3\nabc",
        "Привет 👩‍👩‍👧 \u0000\n\n",
        "",
        "x".repeat(64 * 1024),
      ];

      for (const text of frames) world.stores.bus.send(pod, frame(text));

      await expect.poll(() => heard).toEqual(frames.map(frame));
    });

    test("[BUS-3] every kind of envelope arrives as it was sent, in order", async () => {
      await using world = await open();
      const { pod, heard } = await listen(world.others.bus);
      const { callId, to, from: peerId } = hello;
      const envelopes: readonly Envelope[] = [
        frame("first"),
        { type: "undeliverable", callId, to, peerId },
        { type: "roster", roster: newRoster(callId, peerId) },
        frame("last"),
      ];

      for (const envelope of envelopes) world.stores.bus.send(pod, envelope);

      await expect.poll(() => heard).toEqual(envelopes);
    });

    test("[BUS-4] a closed bus delivers nothing, and closing it twice is fine", async () => {
      const world = await open();
      const { pod, heard } = await listen(world.others.bus);

      world.stores.bus.send(pod, frame("too late"));
      await world.stores.bus.close();
      await world.others.bus.close();
      await world.stores.bus.close();
      world.stores.bus.send(pod, frame("much too late"));
      await world[Symbol.asyncDispose]();
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);

      expect(heard).toEqual([]);
    });
  });
}

const newRoster = (callId: CallId, peerId: PeerId): Roster => ({
  callId,
  storeEpoch: "epoch",
  revision: 7,
  generation: 1_763_861_200_000,
  status: "ended",
  createdAtMs: 1_763_861_134_567,
  expiresAtMs: 1_763_861_234_567,
  initiator: "Ада",
  maxPeers: 2,
  relayOnly: true,
  members: [],
  departures: [{ peerId, reason: "ended", revision: 7 }],
  kicked: [peerId],
});
