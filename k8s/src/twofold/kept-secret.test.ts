import { expect, test } from "vitest";
import { beginEvaluation, type FoundObject } from "./context.ts";
import { meaning } from "./expression.ts";
import { generationAnnotation, keptValue, previousValue, release } from "./index.ts";
import { contextOf } from "./testing/tiny-chart.ts";

const of = { chart: "tiny", secret: release.name, key: "key", generation: 2 };

const secret = (generation: number, texts: Readonly<Record<string, string>>): FoundObject => ({
  metadata: { annotations: { [generationAnnotation]: String(generation) } },
  data: Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
});

const valuesIn = (found: FoundObject | undefined): readonly unknown[] => {
  const lookup = (...words: readonly string[]): FoundObject | undefined => (words.join() === "v1,Secret,space,rel" ? found : undefined);
  const evaluation = beginEvaluation({ ...contextOf({}), lookup, random: () => "drawn" });
  return [keptValue(of)[meaning].evaluate(evaluation), previousValue(of)[meaning].evaluate(evaluation)];
};

test.each([
  ["drawn when there is no Secret", undefined, ["drawn", ""]],
  ["drawn when the Secret lacks it", secret(2, {}), ["drawn", ""]],
  ["kept with the one before", secret(2, { key: "kept", "key-previous": "before" }), ["kept", "before"]],
  ["drawn anew in another generation, and the one before is kept", secret(1, { key: "old", "key-previous": "older" }), ["drawn", "old"]],
])("a secret is %s", (_case, found, values) => {
  expect(valuesIn(found)).toEqual(values);
});
