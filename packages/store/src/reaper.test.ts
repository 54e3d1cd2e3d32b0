import { reaperContract } from "./reaper.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

reaperContract("memory", openMemoryWorld);
reaperContract("Redis", await redisWorlds());
