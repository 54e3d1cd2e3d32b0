import type { PeerId } from "@tgcall/protocol";
import { describe, type ExpectStatic, expect, test } from "vitest";
import { type CloseAt, type Faults, MockService } from "../testing/mock-service.ts";
import { alice, bob } from "../testing/samples.ts";
import { openSession } from "./session.ts";
import type { Session } from "./session-view.ts";

const messages = 40;
const now = (frame: string) => [{ frame, delayMs: 0 }];
const isSignal = (frame: string): boolean => frame.includes('"type":"signal"');

/** Answers true one time in n, without a rhythm that resending could fall into (a linear congruential generator). */
const oneIn = (n: number): (() => boolean) => {
  let state = 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31 < 1 / n;
  };
};

/** The first connections, one of each peer and some more, break where they are told to; the others hold. */
const closing = (at: CloseAt, code?: number): Faults => ({
  close: (connection) => (connection <= 4 ? { at, ...(code !== undefined && { code }) } : undefined),
});

function join(service: MockService, peerId: PeerId): { session: Session; heard: unknown[]; told: string[] } & Disposable {
  const session = openSession({ api: service.api(peerId), token: "token", name: "" });
  const heard: unknown[] = [];
  const told: string[] = [];
  session.subscribe((event) => {
    if (event.type === "message") heard.push(event.data);
    if (event.type === "peer-joined" || event.type === "peer-left") told.push(`${event.type} ${event.peer.peerId}`);
  });
  return { session, heard, told, [Symbol.dispose]: () => session.close() };
}

/** Both say the same forty messages to each other; what was heard must be just these, in order. */
async function converse(faults: Faults, expect: ExpectStatic): Promise<MockService> {
  await using service = await MockService.open(faults);
  using ada = join(service, alice);
  using ben = join(service, bob);
  await expect.poll(() => ada.session.peers.has(bob) && ben.session.peers.has(alice), { timeout: 12_000 }).toBe(true);
  const said = Array.from({ length: messages }, (_, id) => ({ id }));

  for (const message of said) {
    ada.session.send(bob, message);
    ben.session.send(alice, message);
  }

  await expect.poll(() => [ada.heard.length, ben.heard.length], { timeout: 25_000 }).toEqual([messages, messages]);
  expect(ada.heard).toEqual(said);
  expect(ben.heard).toEqual(said);
  expect([...ada.told, ...ben.told].filter((line) => line.startsWith("peer-left"))).toEqual([]);
  return service;
}

const drops = oneIn(5);
const doubles = oneIn(2);
const swaps = oneIn(2);
const unreadable = oneIn(4);

describe("[DLV-9] against a service that misbehaves, every accepted message is heard once and in order", { timeout: 40_000 }, () => {
  const cases: readonly (readonly [string, Faults])[] = [
    ["nothing at all", {}],
    ["one message in five is dropped", { transform: (frame) => (isSignal(frame) && drops() ? [] : now(frame)) }],
    [
      "one message in two comes twice",
      { transform: (frame) => (isSignal(frame) && doubles() ? [...now(frame), ...now(frame)] : now(frame)) },
    ],
    ["one message in two is late and overtaken", { transform: (frame) => [{ frame, delayMs: isSignal(frame) && swaps() ? 60 : 0 }] }],
    ["everything is slow", { transform: (frame) => [{ frame, delayMs: 150 }] }],
    [
      "frames that nobody can read stand between",
      { transform: (frame) => (unreadable() ? [...now("{"), ...now("[]"), ...now(frame)] : now(frame)) },
    ],
    ["unknown types stand between", { transform: (frame) => [...now('{"type":"from-the-future"}'), ...now(frame)] }],
    [
      "a huge frame comes with each",
      { transform: (frame) => [...now(JSON.stringify({ type: "huge", data: "x".repeat(1_000_000) })), ...now(frame)] },
    ],
    ["connections break before the welcome", closing("before-welcome")],
    ["connections break at the welcome", closing("at-welcome")],
    ["connections break at the first frame", closing({ frames: 1 })],
    ["connections break in the middle", closing({ frames: 12 })],
    ["connections are closed as draining", closing({ frames: 12 }, 4000)],
    ["connections are closed as too slow", closing({ frames: 7 }, 4001)],
    ["connections are closed as not restored", closing({ frames: 3 }, 4003)],
    ["connections are closed as gone away", closing({ frames: 5 }, 1001)],
    ["connections are closed with an internal error", closing({ frames: 5 }, 1011)],
  ];

  test.concurrent.for(cases)("%s", async ([, faults], { expect: expectHere }) => {
    await converse(faults, expectHere);
  });

  test.concurrent("pings get no answer for a while", async ({ expect: expectHere }) => {
    const until = Date.now() + 10_500;
    const service = await converse(
      {
        answersPings: () => Date.now() > until,
        // Messages wait with the pongs: only another connection brings them.
        transform: (frame) => (isSignal(frame) && Date.now() < until ? [] : now(frame)),
      },
      expectHere,
    );

    expectHere(service.connections).toBeGreaterThan(2);
  });
});

test.each([4500, 4501, 4502, 4503, 4504, 4505])("[CLI-6] %s on a real connection ends the session, and it opens no other", async (code) => {
  await using service = await MockService.open({ close: () => ({ at: "at-welcome", code }) });
  using ada = join(service, alice);

  await expect.poll(() => ada.session.phase).toBe("ended");
  expect(service.connections).toBe(1);
});
