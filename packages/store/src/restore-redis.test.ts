import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { openRedisStores } from "./stores-redis.ts";
import { startRedisServer } from "./testing/redis-server.ts";
import { admitted, newAdmission, newCall, newPodId } from "./testing/samples.ts";

test("[STO-41] a call that was lost in part is put back without what else is left of it", async () => {
  await using server = await startRedisServer();
  const admin = new Redis(server.url);
  const { calls, rosters, close } = await openRedisStores({ url: server.url });
  const call = newCall({ maxPeers: 3 });
  await calls.create(call);
  const { roster: memory } = admitted(await rosters.join(newAdmission(call.callId)));
  const forgotten = newAdmission(call.callId);
  await rosters.join(forgotten);
  await admin.del(`call:{${call.callId}}`);

  const restored = await rosters.restore(memory, newPodId());

  expect(restored?.members).toEqual(memory.members);
  await expect(admin.smembers(`call:{${call.callId}}:peers`)).resolves.not.toContain(forgotten.peerId);
  await expect(admin.zscore(`call:{${call.callId}}:leases`, forgotten.peerId)).resolves.toBeNull();
  admin.disconnect();
  await close();
});
