import type { AlertGroup } from "../alert.ts";
import { abuse } from "./abuse.ts";
import { redis } from "./redis.ts";
import { signaling } from "./signaling.ts";

/** All alerts. */
export const alertGroups: readonly AlertGroup[] = [signaling, redis, abuse];
