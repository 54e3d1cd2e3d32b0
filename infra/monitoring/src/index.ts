export type { Alert, AlertGroup } from "./alert.ts";
export { alertGroups } from "./alerts/index.ts";
export { dashboards } from "./dashboards/index.ts";
export { selectorsOf } from "./promql/parse.ts";
export { queriesOf } from "./queries.ts";
export { alertsPath, namespacePlaceholder, renderChartFiles, renderFiles, runbooksPlaceholder } from "./render.ts";
