import { expect, test } from "vitest";
import { type Manifest, parseManifests, render, valuesFiles } from "./helm.ts";

/** What every file of values renders into. */
export const rendered: ReadonlyMap<string, readonly Manifest[]> = new Map(
  await Promise.all(valuesFiles.map(async ([name, values]) => [name, parseManifests(await render({ values }))] as const)),
);

/** A test for each file of values: `find` looks for what must not be. */
export const never = (title: string, find: (objects: readonly Manifest[]) => readonly unknown[]): void =>
  test.each([...rendered])(`${title} (%s)`, (_name, objects) => {
    expect(find(objects)).toEqual([]);
  });
