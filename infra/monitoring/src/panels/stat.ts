import { BigValueColorMode, BigValueGraphMode, ReduceDataOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { type PanelOf, type PanelOptions, sources, targetsOf } from "./panel.ts";
import { neutral, type Steps } from "./steps.ts";

interface StatOptions extends PanelOptions {
  readonly steps?: Steps;
  /** As tall as lines beside it have to be; half of that by itself. */
  readonly height?: number;
}

/** One figure of now, with its colour, before the line that led to it. */
export const stat = (options: StatOptions): PanelOf => base(options).graphMode(BigValueGraphMode.Area).targets(targetsOf(options.queries));

/** One figure of a whole stretch of time, asked for once: each point of a line would add up the stretch before it. */
export const total = (options: StatOptions): PanelOf =>
  base(options)
    .graphMode(BigValueGraphMode.None)
    .targets(targetsOf(options.queries).map((target) => target.instant()));

const base = ({ title, about, unit, width, steps = neutral, height = 4 }: StatOptions): PanelBuilder =>
  new PanelBuilder()
    .title(title)
    .description(about)
    .datasource(sources)
    .unit(unit)
    .thresholds(steps)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .height(height)
    .span(width);
