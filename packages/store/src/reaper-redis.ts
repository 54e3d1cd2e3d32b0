import { isCallId } from "@tgcall/protocol";
import type { RedisCommands } from "./redis-commands.ts";
import { callKeys, redisKeys } from "./redis-keys.ts";
import { redisScripts } from "./redis-scripts.ts";
import type { Reaper, Roster } from "./roster.ts";
import { parseRoster } from "./roster-json.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreDurations } from "./store-durations.ts";

/** A claimed call is left alone by other reapers for so long; then one of them tries again. */
const claimMs = 1_000;
const batchSize = 200;
const maxBatches = 20;

const { leaseIndex, lastTick, reapHold } = redisKeys;

/** Reaps the calls in Redis: any number of reapers share the work and none does it twice. */
export function createRedisReaper(redis: RedisCommands, { tickGapMs, leaseMs, overdueMs }: StoreDurations): Reaper {
  const claimDue = async (): Promise<readonly Claim[]> => {
    const keys = [leaseIndex, lastTick, reapHold];
    return pairs(readScriptReply(await redis.run(redisScripts.tick, keys, tickGapMs, leaseMs, claimMs, batchSize)) ?? []);
  };

  const reapCall = async ({ callId, claim }: Claim): Promise<Reaped> => {
    const reply = isCallId(callId) ? await redis.run(redisScripts.reap, callKeys(callId)) : undefined;
    const [earliest = "gone", expiresAt = "0", roster] = readScriptReply(reply) ?? [];
    return { settlement: [callId, claim, earliest, expiresAt], roster: roster === undefined ? undefined : parseRoster(roster) };
  };

  const reapBatch = async (claims: readonly Claim[]): Promise<readonly Roster[]> => {
    if (claims.length === 0) return [];
    const reaped = await Promise.all(claims.map(reapCall));
    await redis.run(redisScripts.settle, [leaseIndex], leaseMs, ...reaped.flatMap(({ settlement }) => settlement));
    return reaped.flatMap(({ roster }) => roster ?? []);
  };

  const countOverdueIn = async (callId: string, edge: string): Promise<number> =>
    isCallId(callId) ? redis.ask("zcount", (client) => client.zcount(redisKeys.leases(callId), "-inf", edge)) : 0;

  return {
    async reap() {
      const changed: Roster[] = [];
      for (let batch = 0; batch < maxBatches; batch += 1) {
        const claims = await claimDue();
        changed.push(...(await reapBatch(claims)));
        if (claims.length < batchSize) break;
      }
      return changed;
    },

    async countOverdue() {
      const reply = await redis.run(redisScripts.overdue, [leaseIndex], overdueMs, batchSize);
      const [edge = "0", ...callIds] = readScriptReply(reply) ?? [];
      const counts = await Promise.all(callIds.map((callId) => countOverdueIn(callId, edge)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** A due call, and the score that keeps other reapers away from it. */
interface Claim {
  readonly callId: string;
  readonly claim: string;
}

interface Reaped {
  readonly settlement: readonly string[];
  readonly roster: Roster | undefined;
}

const pairs = (flat: readonly string[]): readonly Claim[] =>
  flat.flatMap((callId, index) => (index % 2 === 0 ? [{ callId, claim: flat[index + 1] ?? "" }] : []));
