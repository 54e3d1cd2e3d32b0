import { describe, expect, test } from "vitest";
import { hourMs } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

/** Every idempotency store keeps these promises (docs/protocol.md, section STO). */
export function idempotencyStoreContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of repeated requests`, () => {
    test("[STO-9] of simultaneous claims one is the first, and all get its proposal", async () => {
      await using world = await open();

      const processes = [world.stores, world.others];
      const claims = Array.from({ length: 50 }, (_, i) =>
        processes.map(({ idempotency }, j) => idempotency.claim("key", "fingerprint", `proposal ${i} ${j}`)),
      );
      const answers = await Promise.all(claims.flat());

      expect(new Set(answers.map((answer) => (answer === "conflict" ? answer : answer.proposal))).size).toBe(1);
    });

    test("[STO-9] the same key with another fingerprint is a conflict", async () => {
      await using world = await open();
      await world.stores.idempotency.claim("key", "a body", "proposal");

      await expect(world.stores.idempotency.claim("key", "a", "proposal")).resolves.toBe("conflict");
      await expect(world.stores.idempotency.claim("another key", "a", "mine")).resolves.toEqual({ proposal: "mine" });
    });

    test("[STO-9] a claim is kept for a day, whatever stands in it", async () => {
      await using world = await open();
      const proposal = ' {"code":"x y"}\n';
      await world.stores.idempotency.claim("ключ: 1", "a b", proposal);

      await world.pass(23 * hourMs);
      const kept = await world.others.idempotency.claim("ключ: 1", "a b", "another");
      await world.pass(hourMs);
      const renewed = await world.others.idempotency.claim("ключ: 1", "another body", "another");

      expect(kept).toEqual({ proposal });
      expect(renewed).toEqual({ proposal: "another" });
    });
  });
}
