import { rateLimiterContract } from "./rate-limiter.contract.ts";
import { openMemoryWorld, redisWorlds } from "./testing/store-world.ts";

rateLimiterContract("memory", openMemoryWorld);
rateLimiterContract("Redis", await redisWorlds());
