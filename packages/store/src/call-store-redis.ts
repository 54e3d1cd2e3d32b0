import { type CallStatus, isTraceparent } from "@tgcall/protocol";
import type { CallStore } from "./call-store.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { callKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import { readScriptReply } from "./script-reply.ts";

/** Calls in Redis. */
export function createRedisCallStore(redis: RedisCommands, newStoreEpoch: () => string): CallStore {
  return {
    async create({ callId, createdAtMs, expiresAtMs, initiator, maxPeers, relayOnly, traceparent }) {
      const given = ["createdAt", createdAtMs, "initiator", initiator, "maxPeers", maxPeers, "relayOnly", relayOnly ? 1 : 0];
      const traced = traceparent === undefined ? [] : ["traceparent", traceparent];
      await redis.runDurably(redisScripts.create, callKeys(callId), expiresAtMs, newStoreEpoch(), ...given, ...traced);
    },

    async read(callId) {
      const fields = readScriptReply(await redis.run(redisScripts.readCall, callKeys(callId)));
      if (fields === undefined) return undefined;
      const [status, createdAt, updatedAt, expiresAt, initiator = "", maxPeers, relayOnly, traceparent] = fields;
      return {
        callId,
        status: parseStatus(status),
        createdAtMs: Number(createdAt),
        updatedAtMs: Number(updatedAt),
        expiresAtMs: Number(expiresAt),
        initiator,
        maxPeers: Number(maxPeers),
        relayOnly: relayOnly === "1",
        traceparent: isTraceparent(traceparent) ? traceparent : undefined,
      };
    },

    end: async (callId) => (await redis.runDurably(redisScripts.end, callKeys(callId))) === 1,
  };
}

const parseStatus = (status: string | undefined): CallStatus => (status === "active" || status === "ended" ? status : "created");
