import type { Context } from "./context.ts";
import { type Expression, express } from "./expression.ts";

const builtIn = (path: string, isName: boolean, evaluate: (context: Context) => string): Expression<string> =>
  express({ kind: "text", isAtom: true, isName, evaluate, print: ({ root }) => `${root}.${path}` });

/** What Helm says of the release. */
export const release = {
  name: builtIn("Release.Name", true, (context) => context.release.name),
  namespace: builtIn("Release.Namespace", true, (context) => context.release.namespace),
  /** Counts installs and upgrades from 1. */
  revision: express<number>({
    kind: "integer",
    isAtom: true,
    evaluate: (context) => context.release.revision,
    print: ({ root }) => `${root}.Release.Revision`,
  }),
  service: builtIn("Release.Service", false, (context) => context.release.service),
};

/** What Chart.yaml says. */
export const chart = {
  name: builtIn("Chart.Name", true, (context) => context.chart.name),
  version: builtIn("Chart.Version", false, (context) => context.chart.version),
  appVersion: builtIn("Chart.AppVersion", false, (context) => context.chart.appVersion),
};

/** The content of a file of the chart. */
export const fileContent = (path: string): Expression<string> =>
  express({
    kind: "content",
    evaluate: (context) => context.readFile(path),
    print: ({ root }) => `${root}.Files.Get ${JSON.stringify(path)}`,
  });
