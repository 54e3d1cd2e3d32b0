import { isCallId } from "@tgcall/protocol";
import type { CodeStore } from "./code-store.ts";
import type { RedisConnection } from "./redis-connection.ts";
import { redisKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import { readScriptReply } from "./script-reply.ts";

/** One-time codes in Redis. */
export function createRedisCodeStore(redis: RedisConnection, rememberMs: number): CodeStore {
  return {
    async issue(code, callId, expiresAtMs) {
      const keys = [redisKeys.code(code), redisKeys.usedCode(code)];
      return (await redis.run(redisScripts.issue, keys, callId, expiresAtMs)) === 1;
    },

    async consume(code, grant, requestKey) {
      const keys = [redisKeys.code(code), redisKeys.usedCode(code)];
      if (requestKey !== undefined) keys.push(redisKeys.codeAnswer(code, requestKey));
      const [answer = ""] = readScriptReply(await redis.run(redisScripts.consume, keys, grant, rememberMs)) ?? [];

      const [callId] = answer.split(" ", 1);
      return isCallId(callId) ? { callId, grant: answer.slice(callId.length + 1) } : undefined;
    },
  };
}
