import type { Alert } from "../alert.ts";
import { type Events, failing } from "../objectives.ts";

interface BurnRateOptions extends Pick<Alert, "name" | "summary" | "description"> {
  readonly events: Events;
  /** The share of events that must not fail. */
  readonly objective: number;
}

/**
 * How fast the budget of 30 days goes: in 2 days, in 5, in 10, or not at all beyond what was meant. The long window says that it
 * matters, the short one that it still goes on (Google's SRE workbook, chapter 5).
 */
const windows = [
  { long: "1h", short: "5m", factor: 14.4, severity: "critical" },
  { long: "6h", short: "30m", factor: 6, severity: "critical" },
  { long: "1d", short: "2h", factor: 3, severity: "warning" },
  { long: "3d", short: "6h", factor: 1, severity: "warning" },
] as const;

/** One bad evening of a single pair is no trend. */
const minFailures = 5;

const by = " by (namespace)";

/** Alerts of one name, each for a speed at which the error budget is used up. */
export const burnRate = ({ events, objective, ...alert }: BurnRateOptions): readonly Alert[] =>
  windows.map(({ long, short, factor, severity }) => {
    const share = Number((factor * (1 - objective)).toPrecision(3));
    const tooMany = [long, short].map((window) => `${failing(events, window, by)} > ${share}`).join("\nand\n");
    return {
      ...alert,
      severity,
      labels: { window: long },
      expr: `${tooMany}\nand\nsum${by} (increase(${events.bad}[${long}])) >= ${minFailures}`,
      for: "2m",
    };
  });
