import type { NamedDashboard } from "../dashboard.ts";
import { calls } from "./calls.ts";
import { redis } from "./redis/index.ts";
import { signaling } from "./signaling/index.ts";

interface DashboardFile extends NamedDashboard {
  /** Below the folder of what Grafana or the chart is given. */
  readonly path: string;
}

/** All dashboards, in the order in which an operator would open them. */
export const dashboards: readonly DashboardFile[] = [calls, signaling, redis].map((each) => ({
  ...each,
  path: `dashboards/${each.name}.json`,
}));
