import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildWeb } from "./build.ts";

const kilobyte = 1024;
const pages = ["index.html", "join.html", "check.html"] as const;

let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tgcall-web-"));
  expect(await buildWeb({ outDir: folder })).toBe(folder);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const packed = (paths: Iterable<string>): number => [...paths].reduce((sum, path) => sum + gzipSync(read(path)).length, 0);
const assets = (): string[] => readdirSync(join(folder, "assets")).map((name) => `assets/${name}`);
const scripts = (): string[] => assets().filter((path) => path.endsWith(".js"));

/** These scripts and what they import before they run. */
function withImports(paths: readonly string[], found = new Set<string>()): Set<string> {
  for (const path of paths.filter((known) => !found.has(known))) {
    found.add(path);
    const imported = [...read(path).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map(([, name]) => `assets/${name}`);
    withImports(imported, found);
  }
  return found;
}

/** The scripts that a page needs before it shows anything, with the largest language. */
function scriptsAtLoad(page: string): Set<string> {
  const named = [...read(page).matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = ""]) => path);
  const languages = scripts().filter((path) => /\/(en|ru)-/.test(path));
  const largest = languages.toSorted((a, b) => packed([b]) - packed([a])).slice(0, 1);
  return withImports([...named, ...largest]);
}

describe("the built pages", () => {
  test.each(pages)("%s loads at most 40 KB of script", (page) => {
    const loaded = scriptsAtLoad(page);

    expect(loaded.size).toBeGreaterThan(2);
    expect(packed(loaded)).toBeLessThan(40 * kilobyte);
  });

  test("a whole call takes at most 75 KB of script", () => {
    const later = scripts().filter((path) => /\/(call-page|dist)-/.test(path));

    expect(later).toHaveLength(2);
    expect(packed(withImports(later, scriptsAtLoad("join.html")))).toBeLessThan(75 * kilobyte);
  });

  test("the lobby does not wait for the call's script", () => {
    expect([...scriptsAtLoad("join.html")].join()).not.toContain("call-page");
  });

  test("all styles together take at most 10 KB", () => {
    expect(packed(assets().filter((path) => path.endsWith(".css")))).toBeLessThan(10 * kilobyte);
  });

  test.each(pages)("%s holds no script or style of its own and reaches for no other origin", (page) => {
    const html = read(page);

    expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|https?:\/\//);
    expect(html).toMatch(/<script type="module" blocking="render"[^>]* src="\/assets\//);
  });

  test("no source maps are published", () => {
    expect(readdirSync(folder, { recursive: true }).map(String)).not.toContainEqual(expect.stringMatching(/\.map$/));
  });
});
