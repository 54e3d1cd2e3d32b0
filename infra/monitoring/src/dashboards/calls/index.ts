import { dashboard } from "../../dashboard.ts";
import { api } from "./api.ts";
import { failures } from "./failures.ts";
import { objective } from "./objective.ts";
import { underWay } from "./under-way.ts";

export const calls = dashboard({
  name: "calls",
  title: "Calls and SLO",
  about: "Whether calls work, and if not, where they fail. What pages report is missing where CLIENT_REPORTS is refuse.",
  rows: [objective, failures, underWay, api],
});
