import { BigValueColorMode, BigValueGraphMode, ReduceDataOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { type PanelOf, type PanelOptions, sources, targetsOf } from "./panel.ts";
import { neutral, type Steps } from "./steps.ts";

interface StatOptions extends PanelOptions {
  readonly steps?: Steps;
  /** As tall as lines beside it have to be; half of that by itself. */
  readonly height?: number;
}

/** One figure of now, with its colour. */
export const stat = ({ title, about, unit, queries, width, steps = neutral, height = 4 }: StatOptions): PanelOf =>
  new PanelBuilder()
    .title(title)
    .description(about)
    .datasource(sources)
    .unit(unit)
    .thresholds(steps)
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.Area)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .height(height)
    .span(width)
    .targets(targetsOf(queries));
