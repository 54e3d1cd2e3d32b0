import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { compare, mend } from "./both-ways.ts";
import { randomValues, seeded } from "./random-values.ts";

const releases = ["tgcall", "calls", "123", "1e5", "on", "a".repeat(50)];
const namespaces = ["calls", "null", "0123"];

const installationOf = (seed: number) => {
  const random = seeded(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? "";
  const installation = { release: pick(releases), namespace: pick(namespaces), values: randomValues(random) };
  return random() < 0.15 ? installation : { ...installation, values: mend(installation.values) };
};

/** Renders both ways what each seed gives, some at a time; answers what differs, by seed, and how many were refused. */
export async function compareSeeds(
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
