import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { type PanelOf, sources } from "./panels/panel.ts";

/** A line of a dashboard's panels under the question that they answer. */
export interface Row {
  readonly question: string;
  readonly panels: readonly PanelOf[];
}

export interface DashboardOptions {
  /** The name of its file, and what its address in Grafana ends with. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

/** A dashboard that names itself by `tgcall-<name>`. */
export interface NamedDashboard {
  readonly name: string;
  readonly model: Dashboard;
}

/** Puts the panels of each row beside and below each other. */
export function dashboard({ name, title, about, rows }: DashboardOptions): NamedDashboard {
  const builder = new DashboardBuilder(`TGCall / ${title}`)
    .uid(`tgcall-${name}`)
    .description(about)
    .tags(["tgcall"])
    .readonly()
    .timezone("browser")
    .time({ from: "now-3h", to: "now" })
    .refresh("30s")
    .tooltip(DashboardCursorSync.Crosshair)
    .link(new DashboardLinkBuilder("TGCall").type(DashboardLinkType.Dashboards).tags(["tgcall"]).keepTime(true).includeVars(true))
    .withVariable(dataSources)
    .withVariable(namespaces);
  for (const { question, panels } of rows) {
    builder.withRow(new RowBuilder(question));
    for (const panel of panels) builder.withPanel(panel);
  }
  return { name, model: withIds(builder.build()) };
}

/** Which Prometheus, where Grafana knows several. */
const dataSources = new DatasourceVariableBuilder("datasource").label("Prometheus").type("prometheus");

/** Which installations; one machine's are in none, or in the one that its Prometheus names. */
const namespaces = new QueryVariableBuilder("namespace")
  .label("Namespace")
  .datasource(sources)
  .query({ query: "label_values(tgcall_build_info, namespace)", refId: "namespaces" })
  .refresh(VariableRefresh.OnTimeRangeChanged)
  .sort(VariableSort.AlphabeticalAsc)
  .multi(true)
  .includeAll(true)
  .allValue(".*")
  .current({ text: "All", value: "$__all" });

/** Links to single panels need numbers that stay. */
const withIds = (model: Dashboard): Dashboard => ({
  ...model,
  panels: (model.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })),
});
