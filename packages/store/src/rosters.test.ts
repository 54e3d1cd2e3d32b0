import { admissionContract } from "./rosters-admission.contract.ts";
import { membershipContract } from "./rosters-membership.contract.ts";
import { rosterNewsContract } from "./rosters-news.contract.ts";
import { restoreContract } from "./rosters-restore.contract.ts";
import { restoreBoundsContract } from "./rosters-restore-bounds.contract.ts";
import { restoreRacesContract } from "./rosters-restore-races.contract.ts";
import { ticketContract } from "./rosters-tickets.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

const openRedisWorld = await redisWorlds();

const contracts = [
  admissionContract,
  ticketContract,
  membershipContract,
  rosterNewsContract,
  restoreContract,
  restoreRacesContract,
  restoreBoundsContract,
];

for (const contract of contracts) {
  contract("memory", openMemoryWorld);
  contract("Redis", openRedisWorld);
}
