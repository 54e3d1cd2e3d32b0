import type { CallId } from "@tgcall/protocol";
import type { RedisConnection } from "./redis-connection.ts";
import { redisKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";

const dayMs = 86_400_000;

/** Announces to the reapers that a call is about to have a member. Sent ahead of the script that makes it one, on the same connection: no membership is without it. */
export const hintAt = (redis: RedisConnection, callId: CallId, leaseMs: number): Promise<unknown> =>
  redis.run(redisScripts.hint, [redisKeys.leaseIndex], callId, leaseMs, dayMs);
