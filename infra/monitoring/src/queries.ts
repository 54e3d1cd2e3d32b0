import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";

/** What one line of a panel asks, with Grafana's variables in it. */
export interface PanelQuery {
  readonly panel: string;
  readonly legend: string;
  readonly expr: string;
  /** Asked once for a figure, and not for a line of them. */
  readonly isInstant: boolean;
}

/** Every query of a dashboard; throws where a panel asks nothing. */
export const queriesOf = ({ panels = [] }: Dashboard): readonly PanelQuery[] =>
  panels.flatMap((panel) => {
    if (!("targets" in panel) || panel.targets === undefined) return [];
    return panel.targets.map((target) => ({
      panel: panel.title ?? "",
      legend: textOf(target, "legendFormat"),
      expr: textOf(target, "expr"),
      isInstant: Reflect.get(target, "instant") === true,
    }));
  });

/** The SDK's type of targets is that of every data source; ours are Prometheus'. */
function textOf(target: object, field: "expr" | "legendFormat"): string {
  const value: unknown = Reflect.get(target, field);
  if (typeof value !== "string") throw new Error(`a target without ${field}`);
  return value;
}
