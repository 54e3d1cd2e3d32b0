import { idempotencyStoreContract } from "./idempotency-store.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

idempotencyStoreContract("memory", openMemoryWorld);
idempotencyStoreContract("Redis", await redisWorlds());
