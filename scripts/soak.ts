/** `npm run soak -- --minutes N [--calls n]`: load with random faults on real processes; prints a table, exits 1 where a promise broke. */
import { parseArgs } from "node:util";
import { soak } from "../tests/chaos/soak/soak.ts";
import { describe, passes } from "../tests/chaos/support/figures.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "30" }, calls: { type: "string", default: "50" } } });
const [minutes, calls] = [Number(values.minutes), Number(values.calls)];
if (!(minutes > 0) || !Number.isInteger(calls) || calls < 1) {
  console.error("usage: npm run soak -- --minutes <more than 0> [--calls <at least 1>]");
  process.exit(2);
}

const figures = await soak({ minutes, calls, say: (line) => console.log(line) });
for (const figure of figures.all) console.log(`${passes(figure) ? "  " : "! "}${figure.name.padEnd(44)} ${describe(figure)}`);
process.exit(figures.failures.length === 0 ? 0 : 1);
