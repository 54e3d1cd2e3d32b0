import type { CallId } from "@tgcall/protocol";
import type { RedisCommands } from "./redis-commands.ts";
import { redisKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";

const dayMs = 86_400_000;

/** Announces to the reapers that a call is about to have members, then makes it so: no membership is without a hint. */
export async function afterHint<T>(redis: RedisCommands, callId: CallId, leaseMs: number, seat: () => Promise<T>): Promise<T> {
  const hint = redis.run(redisScripts.hint, [redisKeys.leaseIndex], callId, leaseMs, dayMs);
  if (!redis.isOrdered) await hint;
  const [seated] = await Promise.all([seat(), hint]);
  return seated;
}
