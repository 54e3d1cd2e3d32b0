import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { type ThresholdsConfig, ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";

/** From which values on a figure is in which state. */
export type Steps = Builder<ThresholdsConfig>;

type Color = "green" | "orange" | "red" | "text";

const steps = (first: Color, ...others: readonly (readonly [from: number, color: Color])[]): Steps =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...others.map(([value, color]) => ({ value, color }))]);

/** Well from `good` on, worrying from `poor` on, bad below. */
export const goodFrom = (good: number, poor: number): Steps => steps("red", [poor, "orange"], [good, "green"]);

/** Well below `poor`, worrying below `bad`, bad from there on. */
export const goodBelow = (poor: number, bad: number): Steps => steps("green", [poor, "orange"], [bad, "red"]);

/** A figure that is neither good nor bad. */
export const neutral: Steps = steps("text");
