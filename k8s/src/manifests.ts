import { randomInt } from "node:crypto";
import { checks } from "./chart/checks.ts";
import { tgcall } from "./chart/program.ts";
import { values as chartValues, valueFields } from "./chart/values/index.ts";
import { chartVersion, readChartFile } from "./chart-files.ts";
import {
  beginEvaluation,
  brokenChecks,
  type Context,
  coalesce,
  evaluateAddedObjects,
  evaluateManifests,
  type Manifest,
  TemplateError,
} from "./twofold/index.ts";

/** A combination of values that cannot work; the message has the sentences that mend it. */
export class ValuesError extends Error {
  override readonly name = "ValuesError";
}

export interface ManifestOptions {
  readonly release?: string;
  readonly namespace?: string;
  /** Where secrets that were drawn before are found. */
  readonly lookup?: Context["lookup"];
  readonly random?: Context["random"];
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const draw = (length: number): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** What `helm install` would create under these values; throws `ValuesError`. */
export function manifestsOf(
  values: unknown,
  { release = "tgcall", namespace = "default", lookup = () => undefined, random = draw }: ManifestOptions = {},
): readonly Manifest[] {
  const context: Context = {
    values: coalesce(valueFields.fallback, values),
    release: { name: release, namespace, revision: 1, service: "Helm" },
    chart: { name: "tgcall", version: chartVersion, appVersion: chartVersion },
    readFile: readChartFile,
    lookup,
    random,
  };
  const wrong = brokenChecks(checks, beginEvaluation(context));
  if (wrong.length > 0) throw new ValuesError(`\n- ${wrong.join("\n- ")}`);
  return [...evaluateManifests(tgcall, context), ...addedObjects(context)];
}

function addedObjects(context: Context): readonly Manifest[] {
  try {
    const objects = evaluateAddedObjects(chartValues.extraObjects, beginEvaluation(context));
    return objects.map((object, index) => ({ path: `extra-objects/${index + 1}.yaml`, object }));
  } catch (error) {
    throw error instanceof TemplateError ? new ValuesError(`\n- extraObjects: ${error.message}`, { cause: error }) : error;
  }
}
