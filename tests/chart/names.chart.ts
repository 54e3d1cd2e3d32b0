import { expect, test } from "vitest";
import { type Manifest, nameOf, parseManifests, render, valuesFiles } from "./support/helm.ts";
import { allPods, at } from "./support/objects.ts";

/** As long as Helm allows. */
const longest = "a".repeat(53);
const renderLong = async (values: string): Promise<readonly Manifest[]> => parseManifests(await render({ values, release: longest }));

/** What a name, or a part of a host name, may be. */
const isLabel = (text: unknown): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(String(text));
const isLabelValue = (text: unknown): boolean => /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(String(text));

/** What Kubernetes and KEDA make of the name of an object, for a label or a host name. */
const derivedFrom = (object: Manifest): readonly string[] => {
  const name = String(at(object, "metadata", "name"));
  switch (object["kind"]) {
    case "StatefulSet":
      // A label of its pods names the revision: the hash is 32 bits in decimal digits.
      return [`${name}-${2 ** 32 - 1}`, `${name}-0`];
    case "ConfigMap":
      // Named by volumes alone, which take more.
      return [];
    default:
      return [name];
  }
};

test.each(valuesFiles)("under the longest name of a release every name and label is valid (%s)", async (_name, values) => {
  const objects = await renderLong(values);

  expect(objects.flatMap(derivedFrom).filter((name) => !isLabel(name))).toEqual([]);
  const labelled = [...objects.map((object) => at(object, "metadata", "labels")), ...allPods(objects).map(({ labels }) => labels)];
  expect(labelled.flatMap((labels) => Object.values(Object(labels))).filter((value) => !isLabelValue(value))).toEqual([]);
});

test.each(valuesFiles)("under the longest name of a release names still differ (%s)", async (_name, values) => {
  const names = (await renderLong(values)).map(nameOf);

  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
