import { type CallId, isPeerId } from "@tgcall/protocol";
import { createRedisJoin } from "./join-redis.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { callKeys, redisKeys } from "./redis-keys.ts";
import { type RedisScript, redisScripts } from "./redis-scripts.ts";
import { createRedisRestore } from "./restore-redis.ts";
import type { Roster, Rosters } from "./roster.ts";
import { parseRoster } from "./roster-json.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreDurations } from "./store-durations.ts";

/** Rosters in Redis: one script a method. */
export function createRedisRosters(redis: RedisCommands, durations: StoreDurations): Rosters {
  const { leaseMs } = durations;

  /** Runs a script whose answer is a roster, or nothing. */
  const runForRoster = async (script: RedisScript, callId: CallId, ...args: readonly (string | number)[]): Promise<Roster | undefined> => {
    const [json] = readScriptReply(await redis.run(script, callKeys(callId), ...args)) ?? [];
    return json === undefined ? undefined : parseRoster(json);
  };

  return {
    join: createRedisJoin(redis, durations),
    restore: createRedisRestore(redis, durations),

    async renew(callId, stays) {
      const given = stays.flatMap(({ peerId, generation }) => [peerId, generation]);
      const reply = readScriptReply(await redis.run(redisScripts.renew, callKeys(callId), leaseMs, ...given));
      if (reply === undefined) return undefined;
      const [revision, storeEpoch = "", ...lost] = reply;
      return { revision: Number(revision), storeEpoch, lost: lost.filter(isPeerId) };
    },

    drop: ({ callId, peerId, generation }) => runForRoster(redisScripts.drop, callId, peerId, generation, leaseMs),

    leave: ({ callId, peerId, generation }) => runForRoster(redisScripts.leave, callId, peerId, generation),

    update: ({ callId, peerId, generation }, change) =>
      runForRoster(redisScripts.update, callId, peerId, generation, JSON.stringify(change)),

    read: (callId) => runForRoster(redisScripts.readRoster, callId),

    async kick(callId, peerId) {
      const outcome = await redis.runDurably(redisScripts.kick, callKeys(callId), peerId);
      return outcome === "kicked" || outcome === "peer_not_found" ? outcome : "call_not_found";
    },

    isKicked: async (callId, peerId) =>
      (await redis.ask("sismember", (client) => client.sismember(redisKeys.kicked(callId), peerId))) === 1,
  };
}
