import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { scope } from "../promql/scope.ts";

/** What every kind of panel is told. */
export interface PanelOptions {
  readonly title: string;
  /** What is shown, what is well, and where to look when it is not. */
  readonly about: string;
  /** A unit of Grafana, such as `percentunit`, `s`, `reqps`. */
  readonly unit: string;
  /** PromQL by what its lines are called; `{{label}}` in a name stands for the label's value. */
  readonly queries: Readonly<Record<string, string>>;
  /** Of 24. */
  readonly width: number;
}

/** A panel of a dashboard, to be placed there. */
export type PanelOf = Builder<Panel>;

const sources = { type: "prometheus", uid: "$datasource" };

/** Queries of one panel, of the namespaces that are chosen on its dashboard. */
export const targetsOf = (queries: PanelOptions["queries"]): DataqueryBuilder[] =>
  Object.entries(queries).map(([legend, query], index) =>
    new DataqueryBuilder()
      .refId(String.fromCharCode("A".charCodeAt(0) + index))
      .datasource(sources)
      .expr(scope(query, 'namespace=~"$namespace"'))
      .legendFormat(legend),
  );

export { sources };
