import { t } from "../texts/t.ts";
import { bad, good, type Verdict, warning } from "./verdict.ts";

/** What became of a connection that echoes: the round trips in milliseconds, or where it broke. */
export type EchoResult = { readonly roundTripsMs: readonly number[] } | { readonly broke: "opening" | "echoing" | "timeout" };

/** A longer round trip makes joining and reconnecting feel slow; media does not take this way. */
const slowMs = 400;

/** How good the way to the signal service is. */
export function socketVerdict(result: EchoResult): Verdict {
  if ("broke" in result) {
    const { broke } = result;
    return bad(() => t(`check.signaling.${broke}`));
  }
  const ms = Math.round(median(result.roundTripsMs));
  if (ms > slowMs) return warning(() => t("check.signaling.slow", { ms }));
  return good(() => t("check.signaling.good", { ms }));
}

/** The middle value; the mean of the two middle ones when their number is even; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? upper;
  return (upper + lower) / 2;
}
