import { readFileSync } from "node:fs";
import { manifestsOf, readYaml, writeYaml } from "@tgcall/k8s";
import { describe, expect, test } from "vitest";
import { compare } from "./support/both-ways.ts";
import { compareSeeds } from "./support/differential.ts";
import { chartFolder, valuesFiles } from "./support/helm.ts";
import { kubeconform } from "./support/kubeconform.ts";

const runs = Number(process.env["CHART_RUNS"] ?? 200);

describe("Helm's objects and ours are the same", () => {
  test.each(valuesFiles)("with the values %s", async (_name, path) => {
    const installation = { values: Object(readYaml(readFileSync(path, "utf8"))), release: "tgcall", namespace: "calls" };

    expect(await compare(installation, path, chartFolder)).toEqual({ differences: [], isRefused: false });
  });

  test.each(valuesFiles)("with the values %s, also to a reader other than ours", async (_name, path) => {
    const written = manifestsOf(readYaml(readFileSync(path, "utf8"))).map(({ object }) => writeYaml(object));
    const { faults, valid } = await kubeconform(written.join("---\n"));

    expect(faults).toEqual([]);
    expect(valid).toBeGreaterThan(3);
  });

  test(`with ${runs} values at random, or both refuse them by the same sentences`, { timeout: 600_000 }, async () => {
    const { differences, refused } = await compareSeeds(
      Array.from({ length: runs }, (_, seed) => seed + 1),
      chartFolder,
    );

    expect(differences.slice(0, 10)).toEqual([]);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(runs / 2);
  });
});
