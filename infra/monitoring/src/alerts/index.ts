import type { AlertGroup } from "../alert.ts";
import { abuse } from "./abuse.ts";
import { calls } from "./calls.ts";
import { clients } from "./clients.ts";
import { redis } from "./redis.ts";
import { signaling } from "./signaling.ts";
import { turn } from "./turn.ts";

/** All alerts. */
export const alertGroups: readonly AlertGroup[] = [calls, signaling, clients, redis, turn, abuse];
