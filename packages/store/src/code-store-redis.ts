import { isCallId } from "@tgcall/protocol";
import type { CodeStore } from "./code-store.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { redisKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import { readScriptReply } from "./script-reply.ts";

/** One-time codes in Redis. */
export function createRedisCodeStore(redis: RedisCommands, rememberMs: number): CodeStore {
  return {
    async issue(code, callId, expiresAtMs) {
      const keys = [redisKeys.code(code), redisKeys.usedCode(code)];
      return (await redis.runDurably(redisScripts.issue, keys, callId, expiresAtMs)) === 1;
    },

    async consume(code, grant, requestKey) {
      const keys = [redisKeys.code(code), redisKeys.usedCode(code)];
      if (requestKey !== undefined) keys.push(redisKeys.codeAnswer(code, requestKey));
      const [answer = ""] = readScriptReply(await redis.runDurably(redisScripts.consume, keys, grant, rememberMs)) ?? [];

      const [callId] = answer.split(" ", 1);
      return isCallId(callId) ? { callId, grant: answer.slice(callId.length + 1) } : undefined;
    },
  };
}
