/** Changes one source of the generator as it is loaded, prints the chart with it, and says by which seed the differential notices: node mutant.ts <file> <text> <in its place> <seeds> */
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const [file = "", text = "", instead = "", seeds = ""] = process.argv.slice(2);
let changes = 0;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/twofold/${file}`)) return loaded;
    const source = String(loaded.source);
    changes += source.split(text).length - 1;
    return { ...loaded, source: source.replaceAll(text, () => instead) };
  },
});

const { renderChart } = await import("@tgcall/k8s");
const { compareSeeds } = await import("./differential.ts");

if (changes === 0) throw new Error(`${file} has no "${text}"`);

using folder = mkdtempDisposableSync(join(tmpdir(), "mutant-"));
for (const [path, content] of renderChart()) {
  mkdirSync(dirname(join(folder.path, path)), { recursive: true });
  writeFileSync(join(folder.path, path), content);
}
console.log(JSON.stringify({ noticed: await firstNoticed(Number(seeds)) }));

/** What Helm cannot even render is noticed as well. */
async function firstNoticed(last: number): Promise<string | undefined> {
  for (let seed = 1; seed <= last; seed += 4) {
    const [difference] = await compareSeeds([seed, seed + 1, seed + 2, seed + 3], folder.path).then(
      ({ differences }) => differences,
      (error: unknown) => [String(error)],
    );
    if (difference !== undefined) return difference;
  }
  return undefined;
}
