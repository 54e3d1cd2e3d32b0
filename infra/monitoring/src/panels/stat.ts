import { BigValueColorMode, BigValueGraphMode, ReduceDataOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { type PanelOf, type PanelOptions, sources, targetsOf } from "./panel.ts";
import { neutral, type Steps } from "./steps.ts";

/** One figure of now, with its colour. */
export const stat = ({ title, about, unit, queries, width, steps = neutral }: PanelOptions & { readonly steps?: Steps }): PanelOf =>
  new PanelBuilder()
    .title(title)
    .description(about)
    .datasource(sources)
    .unit(unit)
    .thresholds(steps)
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.Area)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .height(4)
    .span(width)
    .targets(targetsOf(queries));
