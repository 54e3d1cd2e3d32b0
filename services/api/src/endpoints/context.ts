import type { Origins } from "@tgcall/runtime";
import type { IdentifyCreator } from "../http/identify-creator.ts";
import type { RateLimits } from "../http/limit-rate.ts";
import type { ApiMetrics } from "../metrics.ts";
import type { OutcomeMetrics } from "../outcome-metrics.ts";
import type { Ports } from "../use-cases/ports.ts";

/** What endpoints stand on. */
export interface Context {
  readonly ports: Ports;
  readonly origins: Origins;
  readonly limits: RateLimits;
  readonly metrics: ApiMetrics;
  readonly identifyCreator: IdentifyCreator;
  /** Absent where pages are not to report. */
  readonly outcomes: OutcomeMetrics | undefined;
}
