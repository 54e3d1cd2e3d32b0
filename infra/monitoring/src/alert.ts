/** What somebody has to be told, and when. */
export interface Alert {
  readonly name: AlertName;
  /** `critical` calls somebody now, `warning` waits for the next working day. */
  readonly severity: "critical" | "warning";
  /** PromQL that has results while something is wrong. */
  readonly expr: string;
  /** How long it must have been wrong, such as `5m`; at once unless said. */
  readonly for?: string;
  /** What tells rules of one name apart. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What is wrong, for those whom it wakes; may hold Prometheus' templates. */
  readonly summary: string;
  /** What it means for people who call. */
  readonly description: string;
}

/** Its page is docs/runbooks/<name>.md. */
export type AlertName = `TGCall${string}`;

/** Alerts that are evaluated together. */
export interface AlertGroup {
  readonly name: `tgcall-${string}`;
  readonly alerts: readonly Alert[];
}
