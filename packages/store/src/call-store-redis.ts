import type { CallStatus } from "@tgcall/protocol";
import type { CallStore } from "./call-store.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { callKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import { readScriptReply } from "./script-reply.ts";

/** Calls in Redis. */
export function createRedisCallStore(redis: RedisCommands, newStoreEpoch: () => string): CallStore {
  return {
    async create({ callId, createdAtMs, expiresAtMs, initiator, maxPeers, relayOnly }) {
      const given = ["createdAt", createdAtMs, "initiator", initiator, "maxPeers", maxPeers, "relayOnly", relayOnly ? 1 : 0];
      await redis.runDurably(redisScripts.create, callKeys(callId), expiresAtMs, newStoreEpoch(), ...given);
    },

    async read(callId) {
      const fields = readScriptReply(await redis.run(redisScripts.readCall, callKeys(callId)));
      if (fields === undefined) return undefined;
      const [status, createdAt, updatedAt, expiresAt, initiator = "", maxPeers, relayOnly] = fields;
      return {
        callId,
        status: parseStatus(status),
        createdAtMs: Number(createdAt),
        updatedAtMs: Number(updatedAt),
        expiresAtMs: Number(expiresAt),
        initiator,
        maxPeers: Number(maxPeers),
        relayOnly: relayOnly === "1",
      };
    },

    end: async (callId) => (await redis.runDurably(redisScripts.end, callKeys(callId))) === 1,
  };
}

const parseStatus = (status: string | undefined): CallStatus => (status === "active" || status === "ended" ? status : "created");
