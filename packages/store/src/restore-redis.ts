import { afterHint } from "./lease-hint-redis.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { callKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import type { Rosters } from "./roster.ts";
import { parseRoster } from "./roster-json.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreDurations } from "./store-durations.ts";
import { newStoreEpoch } from "./store-epoch.ts";

/** Puts back what pods remember of lost calls. */
export function createRedisRestore(redis: RedisCommands, { leaseMs }: StoreDurations): Rosters["restore"] {
  return async ({ departures, ...memory }, pod) => {
    const members = memory.members.map((member) => ({ ...member, instance: member.instance ?? "" }));
    const texts = [JSON.stringify({ ...memory, members }), JSON.stringify(departures)];
    const reply = await afterHint(redis, memory.callId, leaseMs, () =>
      redis.run(redisScripts.restore, callKeys(memory.callId), pod, leaseMs, newStoreEpoch(), ...texts),
    );
    const [json] = readScriptReply(reply) ?? [];
    return json === undefined ? undefined : parseRoster(json);
  };
}
