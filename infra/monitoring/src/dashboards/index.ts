import type { NamedDashboard } from "../dashboard.ts";
import { calls } from "./calls/index.ts";
import { clients } from "./clients/index.ts";
import { redis } from "./redis/index.ts";
import { signaling } from "./signaling/index.ts";
import { turn } from "./turn/index.ts";

interface DashboardFile extends NamedDashboard {
  /** Below the chart's folder of files. */
  readonly path: string;
}

/** All dashboards, in the order in which an operator would open them. */
export const dashboards: readonly DashboardFile[] = [calls, signaling, redis, turn, clients].map((each) => ({
  ...each,
  path: `dashboards/${each.name}.json`,
}));
