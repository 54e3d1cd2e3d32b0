import { describe, expect, test } from "vitest";
import type { OpenWorld } from "./testing/store-world.ts";

/** Every memory of used tokens keeps these promises (docs/protocol.md, section STO). */
export function usedTokensContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of used tokens`, () => {
    test("[STO-10] of a hundred simultaneous uses of a token one is the first", async () => {
      await using world = await open();

      const processes = [world.stores, world.others];
      const burns = Array.from({ length: 50 }, () => processes.map(({ usedTokens }) => usedTokens.burn("token", 60)));
      const answers = await Promise.all(burns.flat());

      expect(answers.filter((isFirst) => isFirst)).toHaveLength(1);
    });

    test("[STO-10] a token is used until its time is over", async () => {
      await using world = await open();
      await world.stores.usedTokens.burn("token", 60);

      await world.pass(59_000);
      const within = await world.others.usedTokens.burn("token", 60);
      await world.pass(1_000);
      const after = await world.others.usedTokens.burn("token", 60);

      expect([within, after]).toEqual([false, true]);
      await expect(world.stores.usedTokens.burn("another token", 60)).resolves.toBe(true);
    });

    test("[STO-10] a token that is about to expire can be used too", async () => {
      await using world = await open();

      const burns = [world.stores.usedTokens.burn("half a second left", 0.5), world.stores.usedTokens.burn("none left", 0)];

      await expect(Promise.all(burns)).resolves.toEqual([true, true]);
    });
  });
}
