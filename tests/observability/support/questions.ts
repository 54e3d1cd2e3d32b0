import { dashboards, queriesOf } from "@tgcall/monitoring";

/** What one line of a panel asks. */
export interface Question {
  readonly where: string;
  readonly query: string;
}

/** Grafana's variables, when all namespaces and the last minute are shown. */
const variables: Readonly<Record<string, string>> = { $__rate_interval: "20s", $__range: "1m", $namespace: ".*" };

const fillIn = (query: string): string => query.replace(/\$\w+/g, (name) => variables[name] ?? name);

/** Every query of every dashboard, as a viewer's browser would send it. */
export const questions: readonly Question[] = dashboards.flatMap(({ name, model }) =>
  queriesOf(model).map(({ panel, legend, expr }) => ({ where: `${name}: ${panel}, ${legend}`, query: fillIn(expr) })),
);
