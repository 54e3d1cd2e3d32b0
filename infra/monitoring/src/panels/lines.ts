import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { type PanelOf, type PanelOptions, sources, targetsOf } from "./panel.ts";
import type { Steps } from "./steps.ts";

interface LinesOptions extends PanelOptions {
  /** What may not be crossed, drawn as lines. */
  readonly steps?: Steps;
}

/** Figures over time. */
export const lines = (options: LinesOptions): PanelOf => base(options);

/** Parts of a whole over time, one upon another. */
export const stack = (options: PanelOptions): PanelOf =>
  base(options).fillOpacity(40).stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A"));

function base({ title, about, unit, queries, width, steps }: LinesOptions): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(about)
    .datasource(sources)
    .unit(unit)
    .min(0)
    .lineWidth(1)
    .fillOpacity(5)
    .showPoints(VisibilityMode.Never)
    .legend(new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .height(8)
    .span(width)
    .targets(targetsOf(queries));
  if (steps === undefined) return panel;
  return panel.thresholds(steps).thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
}
