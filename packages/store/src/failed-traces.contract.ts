import { describe, expect, test } from "vitest";
import type { OpenWorld } from "./testing/store-world.ts";

/** Every way of telling which traces failed keeps these promises (docs/protocol.md, section BUS). */
export function failedTracesContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of failed traces`, () => {
    test("[BUS-12] every process that listens hears of a trace that failed, in any of them", async () => {
      await using world = await open();
      const here = new Set<string>();
      const there = new Set<string>();
      world.stores.failedTraces.hear((traceId) => here.add(traceId));
      world.others.failedTraces.hear((traceId) => there.add(traceId));

      const tellBoth = (): readonly Set<string>[] => {
        world.stores.failedTraces.tell("one");
        world.others.failedTraces.tell("two");
        return [here, there];
      };

      await expect.poll(tellBoth).toEqual([new Set(["one", "two"]), new Set(["one", "two"])]);
    });

    test("[BUS-12] telling nobody, or after the store closed, is fine", async () => {
      const world = await open();

      world.stores.failedTraces.tell("unheard");
      await world[Symbol.asyncDispose]();

      expect(() => world.stores.failedTraces.tell("too late")).not.toThrow();
    });
  });
}
