import { callStoreContract } from "./call-store.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

callStoreContract("memory", openMemoryWorld);
callStoreContract("Redis", await redisWorlds());
