import { stringify } from "yaml";
import type { Alert, AlertGroup } from "./alert.ts";
import { scope } from "./promql/scope.ts";

export interface RuleFileOptions {
  /** A matcher for every selector, such as `namespace="calls"`; none looks everywhere. */
  readonly matcher?: string;
  /** What the addresses of runbooks begin with. */
  readonly runbooks: string;
}

/** Alerts as Prometheus reads them from a file; a PrometheusRule's spec is the same. */
export const renderAlerts = (groups: readonly AlertGroup[], options: RuleFileOptions): string =>
  stringify(
    { groups: groups.map(({ name, alerts }) => ({ name, rules: alerts.map((alert) => ruleOf(alert, options)) })) },
    { lineWidth: 0 },
  );

const ruleOf = ({ name, severity, expr, for: during, labels, summary, description }: Alert, { matcher, runbooks }: RuleFileOptions) => ({
  alert: name,
  expr: matcher === undefined ? expr : scope(expr, matcher),
  ...(during === undefined ? {} : { for: during }),
  labels: { severity, ...labels },
  annotations: { summary, description, runbook_url: `${runbooks}${name}.md` },
});
