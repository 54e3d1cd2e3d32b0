import { Problem } from "@tgcall/protocol";
import { ReplyError } from "ioredis";

const retryAfterSeconds = 2;

/** Redis answers errors with a code as their first word; these two say that our request was wrong, not that Redis is away. */
const faultsOfOurs: ReadonlySet<string> = new Set(["ERR", "WRONGTYPE"]);

/** What a failed command means to callers: `store_unavailable`, unless it is a bug. */
export function translateRedisError(error: unknown): Error {
  if (error instanceof Problem) return error;
  const cause = withoutCommand(error);
  if (error instanceof ReplyError && faultsOfOurs.has(replyCode(cause))) return cause;
  return storeUnavailable(cause);
}

/** The error's sentence alone: ioredis hangs the command on its errors, with codes, tokens and its own password as arguments. */
export const withoutCommand = (error: unknown): Error => new Error(error instanceof Error ? error.message : "Redis failed");

/** The store cannot be reached; trying again soon makes sense. */
export const storeUnavailable = (cause?: Error): Problem => new Problem("store_unavailable", undefined, { retryAfterSeconds, cause });

/** Whether a server that was the primary has become a replica: the connection must look for the new one. */
export const isReadOnlyReply = (error: Error): boolean => replyCode(error) === "READONLY";

const replyCode = (error: Error): string => error.message.split(" ", 1)[0] ?? "";
