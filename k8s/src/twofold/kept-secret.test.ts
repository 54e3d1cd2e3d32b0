import { expect, test } from "vitest";
import { beginEvaluation, type FoundObject } from "./context.ts";
import { meaning } from "./expression.ts";
import { generationAnnotation, keptValue, previousValue, release, rotatedValue } from "./index.ts";
import { contextOf } from "./testing/tiny-chart.ts";

const of = { chart: "tiny", secret: release.name, key: "key" };

const secret = (generation: number, texts: Readonly<Record<string, string>>): FoundObject => ({
  metadata: { annotations: { [generationAnnotation]: String(generation) } },
  data: Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
});

const evaluationIn = (found: FoundObject | undefined) => {
  const lookup = (...words: readonly string[]): FoundObject | undefined => (words.join() === "v1,Secret,space,rel" ? found : undefined);
  return beginEvaluation({ ...contextOf({}), lookup, random: () => "drawn" });
};

test("a secret is drawn when there is none, and kept in every generation", () => {
  expect(keptValue(of)[meaning].evaluate(evaluationIn(undefined))).toBe("drawn");
  expect(keptValue(of)[meaning].evaluate(evaluationIn(secret(7, {})))).toBe("drawn");
  expect(keptValue(of)[meaning].evaluate(evaluationIn(secret(7, { key: "kept" })))).toBe("kept");
});

const both = { key: "current", "key-previous": "other" };

test.each([
  ["drawn when there is no Secret", 1, undefined, ["drawn", ""]],
  ["drawn when the Secret lacks it", 1, secret(1, {}), ["drawn", ""]],
  ["kept with the other in its generation", 1, secret(1, both), ["current", "other"]],
  ["kept beside the next one in an even generation", 2, secret(1, both), ["current", "drawn"]],
  ["kept with the next one from then on", 2, secret(2, both), ["current", "other"]],
  ["exchanged with the next one by an odd generation", 3, secret(2, both), ["other", "current"]],
  ["drawn beside the next one where an even generation is the first", 2, undefined, ["drawn", "drawn"]],
  ["drawn at once when a generation is skipped, and the one before is accepted", 3, secret(1, both), ["drawn", "current"]],
  ["drawn at once when generations go back", 1, secret(2, both), ["drawn", "current"]],
])("a secret that is rotated is %s", (_case, generation, found, values) => {
  const evaluation = evaluationIn(found);

  expect([rotatedValue, previousValue].map((value) => value({ ...of, generation })[meaning].evaluate(evaluation))).toEqual(values);
});
