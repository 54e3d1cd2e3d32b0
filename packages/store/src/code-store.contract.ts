import { describe, expect, test } from "vitest";
import { hourMs, minuteMs, newCallId, newCode } from "./testing/samples.ts";
import type { OpenWorld } from "./testing/store-world.ts";

const soon = (): number => Date.now() + 15 * minuteMs;

/** Every code store keeps these promises (docs/protocol.md, section STO). */
export function codeStoreContract(name: string, open: OpenWorld): void {
  describe(`${name} keeps the contract of codes`, () => {
    test("[STO-5] of a thousand simultaneous consumers of a code exactly one gets it", async () => {
      await using world = await open();
      const [code, callId] = [newCode(), newCallId()];
      await world.stores.codes.issue(code, callId, soon());

      const processes = [world.stores, world.others];
      const attempts = Array.from({ length: 500 }, (_, i) => processes.map(({ codes }, j) => codes.consume(code, `grant ${i} ${j}`)));
      const answers = await Promise.all(attempts.flat());

      expect(answers).toHaveLength(1_000);
      expect(answers.filter((answer) => answer !== undefined)).toEqual([{ callId, grant: expect.stringMatching(/^grant \d+ \d$/) }]);
    });

    test("[STO-6] who repeats a request gets its first answer again for a day, the first grant included", async () => {
      await using world = await open();
      const [code, callId] = [newCode(), newCallId()];
      await world.stores.codes.issue(code, callId, soon());

      const first = await world.stores.codes.consume(code, "first grant", "my key");
      await world.pass(23 * hourMs);
      const repeated = await world.others.codes.consume(code, "second grant", "my key");
      await world.pass(hourMs);
      const tooLate = await world.stores.codes.consume(code, "third grant", "my key");

      expect(first).toEqual({ callId, grant: "first grant" });
      expect(repeated).toEqual(first);
      expect(tooLate).toBeUndefined();
    });

    test("[STO-6] another request key, or the same for another code, is another request", async () => {
      await using world = await open();
      const [code, otherCode, callId] = [newCode(), newCode(), newCallId()];
      await world.stores.codes.issue(code, callId, soon());
      await world.stores.codes.issue(otherCode, callId, soon());
      await world.stores.codes.consume(code, "grant", "key");

      await expect(world.stores.codes.consume(code, "grant", "another key")).resolves.toBeUndefined();
      await expect(world.stores.codes.consume(code, "grant")).resolves.toBeUndefined();
      await expect(world.stores.codes.consume(otherCode, "other grant", "key")).resolves.toEqual({ callId, grant: "other grant" });
    });

    test("[STO-6] a thousand simultaneous repetitions of one request get one answer", async () => {
      await using world = await open();
      const [code, callId] = [newCode(), newCallId()];
      await world.stores.codes.issue(code, callId, soon());

      const processes = [world.stores, world.others];
      const attempts = Array.from({ length: 500 }, (_, i) => processes.map(({ codes }) => codes.consume(code, `grant ${i}`, "key")));
      const answers = await Promise.all(attempts.flat());

      expect(new Set(answers.map((answer) => answer?.grant)).size).toBe(1);
      expect(answers[0]?.callId).toBe(callId);
    });

    test("[STO-7] unknown, used and expired codes look the same", async () => {
      await using world = await open();
      const [expired, late, used] = [newCode(), newCode(), newCode()];
      await world.stores.codes.issue(expired, newCallId(), soon());
      await world.stores.codes.issue(late, newCallId(), Date.now() - 1);
      await world.pass(16 * minuteMs);
      await world.stores.codes.issue(used, newCallId(), soon() + hourMs);
      await world.stores.codes.consume(used, "grant");

      const answers = [newCode(), used, expired, late].map((code) => world.stores.codes.consume(code, "grant"));

      await expect(Promise.all(answers)).resolves.toEqual([undefined, undefined, undefined, undefined]);
    });

    test("[STO-8] a code belongs to the call it was issued to, even after its use", async () => {
      await using world = await open();
      const [code, callId] = [newCode(), newCallId()];

      const outcomes = [
        await world.stores.codes.issue(code, callId, soon()),
        await world.others.codes.issue(code, callId, soon()),
        await world.stores.codes.issue(code, newCallId(), soon()),
      ];
      await world.stores.codes.consume(code, "grant");

      expect(outcomes).toEqual([true, true, false]);
      await expect(world.stores.codes.issue(code, newCallId(), soon())).resolves.toBe(false);
    });

    test("[STO-8] repeating an issue does not bring a used code back", async () => {
      await using world = await open();
      const [code, callId] = [newCode(), newCallId()];
      await world.stores.codes.issue(code, callId, soon());
      await world.stores.codes.consume(code, "grant");

      await expect(world.stores.codes.issue(code, callId, soon())).resolves.toBe(true);

      await expect(world.stores.codes.consume(code, "grant")).resolves.toBeUndefined();
    });
  });
}
