import { admissionContract } from "./rosters-admission.contract.ts";
import { membershipContract } from "./rosters-membership.contract.ts";
import { rosterNewsContract } from "./rosters-news.contract.ts";
import { ticketContract } from "./rosters-tickets.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

const openRedisWorld = await redisWorlds();

for (const contract of [admissionContract, ticketContract, membershipContract, rosterNewsContract]) {
  contract("memory", openMemoryWorld);
  contract("Redis", openRedisWorld);
}
