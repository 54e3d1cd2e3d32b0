/** What a Kubernetes object looks like to a lookup. */
export interface FoundObject {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  /** Texts in base64, as a Secret holds them. */
  readonly data?: Readonly<Record<string, string>>;
}

/** All that an expression may depend on: what Helm knows while it renders a release. */
export interface Context {
  /** The values of the user over those of the chart (`coalesce`). */
  readonly values: unknown;
  readonly release: { readonly name: string; readonly namespace: string; readonly revision: number; readonly service: string };
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string };
  /** A file of the chart, by its path. */
  readonly readFile: (path: string) => string;
  /** An object of the cluster; `undefined` where there is none, or no cluster. */
  readonly lookup: (apiVersion: string, kind: string, namespace: string, name: string) => FoundObject | undefined;
  /** So many random letters and digits. */
  readonly random: (length: number) => string;
}

/** A context while one file is evaluated: loops and templates bind names, and each variable of the file is made once. */
export interface Evaluation extends Context {
  readonly bound: ReadonlyMap<string, unknown>;
  readonly made: Map<object, unknown>;
}

/** Begins the evaluation of one file. */
export const beginEvaluation = (context: Context): Evaluation => ({ ...context, bound: new Map(), made: new Map() });
