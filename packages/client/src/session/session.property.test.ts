import type { PeerId } from "@tgcall/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FakeEnvironment } from "../testing/fake-environment.ts";
import { FakeService } from "../testing/fake-service.ts";
import { alice, bob } from "../testing/samples.ts";
import { openSession } from "./session.ts";
import type { Session } from "./session-view.ts";

/** A session that notes what it was told; `isPresent` follows joined and left. */
class Player {
  readonly session: Session;
  readonly #peerId: PeerId;
  readonly heard: number[] = [];
  readonly sent: number[] = [];
  readonly mistakes: string[] = [];
  #isPresent = false;
  #isAway = false;

  constructor(self: PeerId, peerId: PeerId, service: FakeService, environment: FakeEnvironment) {
    this.#peerId = peerId;
    this.session = openSession({ api: service.join(self), token: "token", name: "", environment });
    this.session.subscribe((event) => {
      if (event.type === "message") this.heard.push(event.data as number);
      if (event.type === "peer-joined") this.#expect(!this.#isPresent, event.type, true, event.peer.away);
      if (event.type === "peer-left") this.#expect(this.#isPresent, event.type, false, false);
      if (event.type === "peer-away") this.#expect(this.#isPresent && !this.#isAway, event.type, true, true);
      if (event.type === "peer-back") this.#expect(this.#isPresent, event.type, true, false);
    });
  }

  send(n: number): void {
    if (!this.session.peers.has(this.#peerId)) return;
    this.session.send(this.#peerId, n);
    this.sent.push(n);
  }

  #expect(isRight: boolean, type: string, isPresent: boolean, isAway: boolean): void {
    if (!isRight) this.mistakes.push(type);
    this.#isPresent = isPresent;
    this.#isAway = isAway;
  }
}

interface Stage {
  readonly environment: FakeEnvironment;
  readonly service: FakeService;
  readonly players: readonly [Player, Player];
}

const stage = async (random: () => number): Promise<Stage> => {
  const environment = new FakeEnvironment();
  environment.random = random;
  const service = new FakeService(environment);
  const players = [new Player(alice, bob, service, environment), new Player(bob, alice, service, environment)] as const;
  await environment.advance(500);
  return { environment, service, players };
};

const who = fc.constantFrom(0, 1) as fc.Arbitrary<0 | 1>;
const idOf = (index: number): PeerId => (index === 0 ? alice : bob);
type Trick = (stage: Stage, n: number) => unknown;
const tricks: fc.WeightedArbitrary<Trick>[] = [
  {
    weight: 8,
    arbitrary: who.map(
      (index) =>
        ({ players }, n) =>
          players[index].send(n),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.nat(400).map(
      (ms) =>
        ({ environment }) =>
          environment.advance(ms),
    ),
  },
  {
    weight: 2,
    arbitrary: who.map(
      (index) =>
        ({ service }) =>
          service.cut(idOf(index)),
    ),
  },
  {
    weight: 1,
    arbitrary: who.map(
      (index) =>
        ({ service }) =>
          service.move(idOf(index)),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Trick>(({ environment }) => environment.wake("network")) },
  { weight: 1, arbitrary: fc.constant<Trick>(({ service }) => service.loseStore()) },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (isDown) =>
        ({ service }) =>
          void Object.assign(service, { isDown }),
    ),
  },
];
const reaping: fc.WeightedArbitrary<Trick> = {
  weight: 2,
  arbitrary: who.map(
    (index) =>
      ({ service }) =>
        service.reap(idOf(index)),
  ),
};
const chance = fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })).map((stream) => () => stream.next().value as number);

const play = async (random: () => number, plays: readonly Trick[]): Promise<Stage> => {
  const scene = await stage(random);
  scene.service.loses = () => random() < 0.2;
  for (const [n, trick] of plays.entries()) await trick(scene, n);
  scene.service.loses = () => false;
  scene.service.isDown = false;
  await scene.environment.advance(60_000);
  return scene;
};

describe("two sessions over a service that loses frames and connections", () => {
  test("[DLV-9] every accepted message is heard exactly once and in order, and each change of roster told once", async () => {
    await fc.assert(
      fc.asyncProperty(chance, fc.array(fc.oneof(...tricks), { maxLength: 60, size: "max" }), async (random, plays) => {
        const { players } = await play(random, plays);

        const [a, b] = players;
        expect([a.heard, b.heard]).toEqual([b.sent, a.sent]);
        expect([...a.mistakes, ...b.mistakes]).toEqual([]);
        expect([a.session.peers.get(bob)?.away, b.session.peers.get(alice)?.away]).toEqual([false, false]);
        for (const { session } of players) session.close();
      }),
      { numRuns: 60 },
    );
  });

  test("[DLV-10] when memberships are lost as well, nothing is heard twice or out of order, and the sessions find together", async () => {
    await fc.assert(
      fc.asyncProperty(chance, fc.array(fc.oneof(...tricks, reaping), { maxLength: 60, size: "max" }), async (random, plays) => {
        const { players, environment } = await play(random, plays);

        const [a, b] = players;
        expect(a.heard).toEqual(b.sent.filter((n) => a.heard.includes(n)));
        expect(b.heard).toEqual(a.sent.filter((n) => b.heard.includes(n)));
        expect([...a.mistakes, ...b.mistakes]).toEqual([]);
        a.send(1000);
        b.send(2000);
        await environment.advance(5_000);
        expect([a.heard.at(-1), b.heard.at(-1)]).toEqual([2000, 1000]);
        for (const { session } of players) session.close();
        expect(environment.wakers).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
