import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Note, other, type Side, Wire } from "../testing/wire.ts";

const side = fc.constantFrom<Side>("a", "b");
const trick = (allowRenewal: boolean) =>
  fc.oneof(
    { weight: 6, arbitrary: side.map((from) => (wire: Wire) => wire.send(from)) },
    { weight: 8, arbitrary: side.map((from) => (wire: Wire) => wire.pull(from)) },
    {
      weight: 6,
      arbitrary: fc.tuple(side, fc.nat(20)).map(
        ([from, at]) =>
          (wire: Wire) =>
            wire.deliver(from, at, { keep: false }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(side, fc.nat(20)).map(
        ([from, at]) =>
          (wire: Wire) =>
            wire.deliver(from, at, { keep: true }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(side, fc.nat(20)).map(
        ([from, at]) =>
          (wire: Wire) =>
            void wire.flying[from].splice(at, 1),
      ),
    },
    { weight: 1, arbitrary: side.map((which) => (wire: Wire) => wire.reconnect(which)) },
    { weight: 1, arbitrary: side.map((which) => (wire: Wire) => wire.undeliverable(which)) },
    { weight: 3, arbitrary: fc.nat(3000).map((ms) => (wire: Wire) => wire.wait(ms)) },
    ...(allowRenewal
      ? [
          { weight: 1, arbitrary: side.map((which) => (wire: Wire) => wire.renew(which)) },
          { weight: 2, arbitrary: side.map((which) => (wire: Wire) => wire.learn(which)) },
        ]
      : []),
  );

const chance = fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })).map((stream) => () => stream.next().value as number);
const ids = (notes: readonly Note[]): number[] => notes.map(({ id }) => id);

const expectNothingOld = (wire: Wire, from: Side): void => {
  const applied = wire.applied[other[from]];
  expect(applied.map(({ during }) => during)).toEqual(applied.map(({ pair }) => pair));
  for (const pair of new Set([wire.pair(from), ...applied.map((note) => note.pair)])) {
    const sent = ids(wire.accepted[from].filter((note) => note.pair === pair));
    const heard = ids(applied.filter((note) => note.pair === pair));
    expect(heard).toEqual(pair === wire.pair(from) ? sent : sent.slice(0, heard.length));
  }
};

describe("delivery over a network that drops, repeats and reorders", () => {
  test("[DLV-9] every accepted message is applied exactly once and in order", () => {
    fc.assert(
      fc.property(chance, fc.array(trick(false), { maxLength: 150, size: "max" }), (random, tricks) => {
        const wire = new Wire(random);
        for (const play of tricks) play(wire);

        wire.heal();

        expect(ids(wire.applied.b)).toEqual(ids(wire.accepted.a));
        expect(ids(wire.applied.a)).toEqual(ids(wire.accepted.b));
      }),
      { numRuns: 300 },
    );
  });

  test("[DLV-10] across changes of epoch nothing old is applied, and the newest pair loses nothing", () => {
    fc.assert(
      fc.property(chance, fc.array(trick(true), { maxLength: 150, size: "max" }), (random, tricks) => {
        const wire = new Wire(random);
        for (const play of tricks) play(wire);

        wire.heal();

        for (const from of ["a", "b"] as const) expectNothingOld(wire, from);
      }),
      { numRuns: 300 },
    );
  });
});
