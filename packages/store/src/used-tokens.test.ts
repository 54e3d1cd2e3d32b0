import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";
import { usedTokensContract } from "./used-tokens.contract.ts";

usedTokensContract("memory", openMemoryWorld);
usedTokensContract("Redis", await redisWorlds());
