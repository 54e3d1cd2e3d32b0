import { codeStoreContract } from "./code-store.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

codeStoreContract("memory", openMemoryWorld);
codeStoreContract("Redis", await redisWorlds());
