import { busContract } from "./bus.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

busContract("memory", openMemoryWorld);
busContract("Redis", await redisWorlds());
