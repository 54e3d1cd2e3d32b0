/** `npm run bench -- tracing [--rounds n]`: measures variants side by side; prints a table and writes the figures as JSON. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Comparison } from "../bench/rounds.ts";
import { benchTracing } from "../bench/tracing/tracing.ts";

type Bench = (rounds: number, say: (line: string) => void) => Promise<Readonly<Record<string, Comparison>>>;

const benches: Readonly<Record<string, Bench>> = { tracing: benchTracing };
const { positionals, values } = parseArgs({ allowPositionals: true, options: { rounds: { type: "string", default: "7" } } });
const [name = "", ...others] = positionals;
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
const rounds = Number(values.rounds);
if (bench === undefined || others.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join("|")} [--rounds <at least 1>]`);
  process.exit(2);
}

const results = await bench(rounds, (line) => console.log(line));
for (const [title, { medians, ratios }] of Object.entries(results)) {
  console.log(`\n${title}`.padEnd(22), "median", "  of the first (least to greatest)");
  for (const [variant, median] of Object.entries(medians)) {
    const { median: ratio, least, greatest } = ratios[variant] ?? { median: Number.NaN, least: Number.NaN, greatest: Number.NaN };
    console.log(
      `  ${variant.padEnd(18)} ${median.toPrecision(4).padStart(6)}   ${ratio.toFixed(3)} (${least.toFixed(3)} to ${greatest.toFixed(3)})`,
    );
  }
}
mkdirSync("artifacts/bench", { recursive: true });
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
writeFileSync(`artifacts/bench/${name}.json`, `${JSON.stringify({ machine, rounds, results }, null, 2)}\n`);
console.log(`\nFigures: artifacts/bench/${name}.json`);
process.exit(0);
