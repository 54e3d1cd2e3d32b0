import { cpSync, globSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { manifestsOf } from "@tgcall/k8s";
import { describe, expect, test } from "vitest";
import { readYaml, writeYaml } from "../../scripts/synth/kubernetes-yaml.ts";
import { compare, mend } from "./support/both-ways.ts";
import { chartFolder, valuesFiles } from "./support/helm.ts";
import { kubeconform } from "./support/kubeconform.ts";
import { randomValues, seeded } from "./support/random-values.ts";

const runs = Number(process.env["CHART_RUNS"] ?? 200);
const releases = ["tgcall", "calls", "123", "1e5", "on", "a".repeat(50)];
const namespaces = ["calls", "null", "0123"];

const installationOf = (seed: number) => {
  const random = seeded(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? "";
  const installation = { release: pick(releases), namespace: pick(namespaces), values: randomValues(random) };
  return random() < 0.15 ? installation : { ...installation, values: mend(installation.values) };
};

/** Renders both ways what each seed gives, some at a time; answers what differs, by seed, and how many were refused. */
async function compareSeeds(
  seeds: readonly number[],
  chart: string,
): Promise<{ readonly differences: readonly string[]; readonly refused: number }> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "values-"));
  const waiting = [...seeds];
  const differences: string[] = [];
  let refused = 0;
  const work = async (): Promise<void> => {
    for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
      const installation = installationOf(seed);
      const file = join(folder.path, `${seed}.json`);
      writeFileSync(file, JSON.stringify(installation.values));
      const outcome = await compare(installation, file, chart);
      differences.push(...outcome.differences.map((difference) => `seed ${seed}: ${difference}`));
      if (outcome.isRefused) refused++;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return { differences, refused };
}

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

/** What a mistake in the printer would do to templates. */
const mistakes: readonly (readonly [title: string, of: RegExp, into: string])[] = [
  ["texts without quotes", / \| quote }}/g, " }}"],
  ["floats as they are", /\{\{ int64 (\S+) }}/g, "{{ $1 }}"],
  ["negations lost", /\(not (\.Values\.\S+)\)/g, "$1"],
  ["negations lost at once", /if not /g, "if "],
  ["equality turned round", /\beq (\.Values\S+) "/g, 'ne $1 "'],
  ["comparisons turned round", /\bgt /g, "lt "],
  ["alternatives exchanged", /\bternary (\S+|\(.*?\)) (\S+|\(.*?\)) (\.Values|\(not)/g, "ternary $2 $1 $3"],
  ["conditions joined wrongly", /\{\{- if and /g, "{{- if or "],
  ["first of two exchanged", /with or (\S+) (\S+) }}/g, "with or $2 $1 }}"],
  ["names not shortened", /trunc 46/g, "trunc 40"],
  ["the user's entries under the chart's", /mergeOverwrite \((.*?)\) (\S+)/g, "mergeOverwrite $2 ($1)"],
  ["a checksum of the text", /\| fromYaml \| toJson \| sha256sum/g, "| sha256sum"],
  ["a list cut", /\{\{- toYaml \. \| nindent 12 }}/g, "{{- toYaml (slice . 0 1) | nindent 12 }}"],
  ["one password for two users", /\$signalPassword\b(?! :=)/g, "$apiPassword"],
  ["sums forgotten", /\badd (\(.*?\)) \d+/g, "add $1 0"],
];

describe("a mistake in the printer is found:", () => {
  test.each(mistakes)("%s", { timeout: 300_000 }, async (_title, of, into) => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "chart-"));
    cpSync(chartFolder, folder.path, { recursive: true });
    let changed = 0;
    for (const path of globSync(`${folder.path}/templates/**/*.{yaml,tpl}`)) {
      const text = readFileSync(path, "utf8");
      changed += text.match(of)?.length ?? 0;
      writeFileSync(path, text.replaceAll(of, into));
    }
    expect(changed).toBeGreaterThan(0);

    expect(await findsMistake(folder.path)).toBe(true);
  });
});

/** Tries seed after seed; what Helm cannot even render is found as well. */
async function findsMistake(chart: string): Promise<boolean> {
  for (let seed = 1; seed <= 200; seed += 4) {
    const found = await compareSeeds([seed, seed + 1, seed + 2, seed + 3], chart).then(
      ({ differences }) => differences.length > 0,
      () => true,
    );
    if (found) return true;
  }
  return false;
}
