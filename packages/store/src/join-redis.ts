import { afterHint } from "./lease-hint-redis.ts";
import type { RedisCommands } from "./redis-commands.ts";
import { callKeys, redisKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import type { Admission, JoinResult, Refusal, Rosters } from "./roster.ts";
import { parseRoster } from "./roster-json.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreDurations } from "./store-durations.ts";

/** Admits peers. */
export function createRedisJoin(redis: RedisCommands, durations: StoreDurations): Rosters["join"] {
  const { leaseMs, ticketReplayMs, ticketBurntMs } = durations;

  return async (admission) => {
    const { callId, peerId, role, name, instance = "", pod, proposedEpoch, ticketId } = admission;
    const keys = [...callKeys(callId), redisKeys.ticket(callId, ticketId)];
    const reply = await afterHint(redis, callId, leaseMs, () =>
      redis.runDurably(redisScripts.join, keys, peerId, role, name, instance, pod, proposedEpoch, leaseMs, ticketReplayMs, ticketBurntMs),
    );
    return readJoinResult(readScriptReply(reply) ?? [], admission);
  };
}

function readJoinResult([outcome, json, memory]: readonly string[], { peerId }: Admission): JoinResult {
  if (outcome !== "admitted" || json === undefined) return { outcome: refusals.find((known) => known === outcome) ?? "call_not_found" };
  const roster = parseRoster(json);
  const member = roster.members.find((each) => each.peerId === peerId);
  if (member === undefined) throw new Error("an admitted peer is missing in the roster");
  const { generation, epoch } = member;
  return { outcome: "admitted", roster, generation, epoch, resumed: memory === "resumed", wasMember: memory !== "new" };
}

const refusals: readonly Refusal[] = ["call_not_found", "call_ended", "call_full", "kicked", "sig_used"];
