import type { RedisOptions } from "ioredis";
import { isReadOnlyReply } from "./redis-problem.ts";

/** What a connection may be told; replies keep the shapes that types expect. */
export type ClientOptions = Omit<RedisOptions, "replyMapping">;

/** How long a command may take before it counts as failed, in milliseconds. */
export const commandTimeoutMs = 700;

/** What every connection has in common. */
export const clientOptions = {
  // Nothing waits for a Redis that is away, and nothing is sent twice: a repeated script could refuse what its first run granted.
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  commandTimeout: commandTimeoutMs,
  connectTimeout: 2_000,
  keepAlive: 10_000,
  reconnectOnError: isReadOnlyReply,
} satisfies ClientOptions;

/** How long to wait before the attempt after `attempt` ones that failed, in milliseconds. */
export const retryDelay = (attempt: number): number => jittered(Math.min(1_000, 25 * 2 ** attempt));

const jittered = (delayMs: number): number => delayMs * (0.5 + Math.random() / 2);
