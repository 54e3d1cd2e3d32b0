import type { Words } from "../texts/t.ts";
import type { CheckStatus } from "./verdict.ts";

/** One line of the diagnostics. */
export interface CheckRow {
  readonly id: string;
  readonly group: "browser" | "devices" | "service" | "network";
  readonly title: Words;
  readonly status: CheckStatus;
  /** What came out of it; absent while it waits or runs. */
  readonly words?: Words;
  /** The STUN or TURN URL that the row tries. */
  readonly server?: string;
  readonly relay?: boolean;
}
