import { NetworkError } from "@tgcall/client";
import { initialPeerState, type PeerId } from "@tgcall/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { callId, fakeApi, joined } from "../testing/fake-api.ts";
import { watchPresence } from "./presence.ts";

afterEach(() => vi.useRealTimers());

const person = (name: string, peerId: string) => ({
  peerId: peerId as PeerId,
  role: "participant" as const,
  name,
  state: initialPeerState,
});

test("tells who else is there, and goes on when the api does not answer", async () => {
  vi.useFakeTimers();
  const answers = [[person("Ann", "ann"), person("me", joined.peerId)], undefined, []];
  const api = fakeApi({
    read: async () => {
      const peers = answers.shift();
      if (peers === undefined) throw new NetworkError("no answer");
      return { callId, status: "active", createdAt: "", expiresAt: "", peers };
    },
  });
  const heard: string[][] = [];

  const stop = watchPresence({ api, joined, token: "t", hear: (others) => heard.push(others.map(({ name }) => name)) });
  await vi.advanceTimersByTimeAsync(12_000);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(heard).toEqual([["Ann"], []]);
  expect(api.asked).toHaveLength(3);
});
