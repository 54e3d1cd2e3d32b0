import { type Expression, keptValue, previousValue, release, rotatedValue, type Value, variable } from "../../twofold/index.ts";

/** Where the values of a Secret come from that nobody has chosen. */
export interface Drawing {
  /** Letters and digits that are drawn once for the key, and kept. */
  readonly drawn: (key: string) => Value<string>;
  /** The same, exchanged as generations say. */
  readonly rotated: (key: string) => Value<string>;
  /** What is accepted beside it: the next one, or the one before. */
  readonly previous: (key: string) => Value<string>;
  /** What the Secret must say of itself beside what it says in any case. */
  readonly annotations: Readonly<Record<string, Value<string>>>;
}

const camelCase = (key: string): string => key.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Helm draws them, and finds them again in the cluster. */
export const byHelm = (secret: Expression<string>, generation: Value<number>): Drawing => ({
  drawn: (key) => variable(camelCase(key), keptValue({ chart: "tgcall", secret, key })),
  rotated: (key) => rotatedValue({ chart: "tgcall", secret, key, generation }),
  previous: (key) => previousValue({ chart: "tgcall", secret, key, generation }),
  annotations: {},
});

/** The job draws them: these words are what files/secrets/draw.mjs replaces. */
export const byJob: Drawing = {
  drawn: (key) => `$(${key})`,
  rotated: (key) => `$(${key}:rotated)`,
  previous: (key) => `$(${key}:previous)`,
  // By these Helm takes a Secret for its own, should it draw them from now on.
  annotations: { "meta.helm.sh/release-name": release.name, "meta.helm.sh/release-namespace": release.namespace },
};
