import { describe, expect, test } from "vitest";
import type { RateRule } from "./rate-limiter.ts";
import type { OpenWorld } from "./testing/store-world.ts";

const rule: RateRule = { name: "resolve", points: 3, seconds: 60 };

/** Every rate limiter keeps these promises (docs/protocol.md, section STO). */
export function rateLimiterContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of rates`, () => {
    test("[STO-11] a rule's points can be taken once in its seconds, by all processes together", async () => {
      await using world = await open();

      const processes = [world.stores, world.others];
      const answers = await Promise.all(Array.from({ length: 5 }, () => processes.map(({ rates }) => rates.take(rule, "a key"))).flat());

      const refusals = answers.filter((answer) => answer !== undefined);
      expect(refusals).toHaveLength(7);
      for (const { retryAfterSeconds } of refusals) expect([59, 60]).toContain(retryAfterSeconds);
    });

    test("[STO-11] keys and rules do not share their points", async () => {
      await using world = await open();
      for (let i = 0; i < 4; i += 1) await world.stores.rates.take(rule, "a key");

      await expect(world.stores.rates.take(rule, "another key")).resolves.toBeUndefined();
      await expect(world.stores.rates.take({ ...rule, name: "join" }, "a key")).resolves.toBeUndefined();
    });

    test("[STO-11] what is given back can be taken again", async () => {
      await using world = await open();
      for (let i = 0; i < 3; i += 1) await world.stores.rates.take(rule, "a key");

      await world.others.rates.refund(rule, "a key");

      await expect(world.stores.rates.take(rule, "a key")).resolves.toBeUndefined();
      await expect(world.stores.rates.take(rule, "a key")).resolves.toBeDefined();
    });

    test("[STO-11] points come back when the seconds are over", async () => {
      await using world = await open();
      const brief = { ...rule, seconds: 1 };
      for (let i = 0; i < 3; i += 1) await world.stores.rates.take(brief, "a key");

      await expect(world.stores.rates.take(brief, "a key")).resolves.toEqual({ retryAfterSeconds: 1 });

      await expect.poll(() => world.stores.rates.take(brief, "a key"), { timeout: 5_000 }).toBeUndefined();
    });
  });
}
