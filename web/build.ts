import { fileURLToPath } from "node:url";
import { build, type LogLevel } from "vite";

/** Bundles the pages into `outDir` (`web/dist` unless told) and answers that folder's path; rejects with the bundler's error. */
export async function buildWeb({ outDir, logLevel = "warn" }: { outDir?: string; logLevel?: LogLevel } = {}): Promise<string> {
  const target = outDir ?? fileURLToPath(new URL("dist", import.meta.url));
  const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.url));
  await build({ configFile, logLevel, build: { outDir: target } });
  return target;
}
