import { expect, test, vi } from "vitest";
import { createCallId } from "./ids.ts";
import { createTokens } from "./tokens.ts";

const secret = "a secret for tests that is long enough for HS256";

test("every token that is signed or shown is heard of by its kind and result", async () => {
  let nowMs = 1_800_000_000_000;
  const onToken = vi.fn();
  const tokens = createTokens({ secret, now: () => nowMs, onToken });

  const token = await tokens.signJoinToken({ callId: createCallId(), role: "initiator", expiresAtMs: nowMs + 60_000 });
  await tokens.verifyJoinToken(token);
  await tokens.verifyTicket(token).catch(() => {});
  nowMs += 61_000;
  await tokens.verifyJoinToken(token).catch(() => {});

  expect(onToken.mock.calls).toEqual([
    ["join_token", "issued"],
    ["join_token", "accepted"],
    ["ticket", "invalid"],
    ["join_token", "expired"],
  ]);
});
