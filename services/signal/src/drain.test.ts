import { expect, test } from "vitest";
import { handOver } from "./drain.ts";

test("every peer is asked once, and the pod waits for the last of them to be gone", async () => {
  const here = new Set(["ada", "bob", "eve"]);
  const asked: string[] = [];
  const ask = (peer: string): void => {
    asked.push(peer);
    setImmediate(() => here.delete(peer));
  };

  await handOver({ peers: [...here], limitMs: 60_000, ask, remaining: () => here.size });

  expect(asked.toSorted()).toEqual(["ada", "bob", "eve"]);
  expect(here.size).toBe(0);
});

test("whoever does not go is waited for until the limit, no longer", async () => {
  const asked: string[] = [];

  await handOver({ peers: ["ada", "bob"], limitMs: 120, ask: (peer) => asked.push(peer), remaining: () => 2 });

  expect(asked).toHaveLength(2);
});

test("nobody to move takes no time", async () => {
  await handOver({ peers: [], limitMs: 60_000, ask: () => expect.unreachable(), remaining: () => 0 });
});
