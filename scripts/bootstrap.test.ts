import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const bootstrap = join(root, "scripts/bootstrap.mjs");

/** A TypeScript file outside of the checkout that the bootstrap is told to run; removes itself. */
function writeScript(code: string) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "bootstrap-"));
  const file = join(folder.path, "script.ts");
  writeFileSync(file, code);
  return { path: relative(root, file), folder: folder.path, [Symbol.dispose]: () => folder.remove() };
}

/** Starts the bootstrap; killed when the test is left. */
function start(words: readonly string[], cwd = root) {
  const child = spawn(process.execPath, [bootstrap, ...words], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  return { child, ended: once(child, "exit"), [Symbol.dispose]: () => void child.kill("SIGKILL") };
}

test("a TypeScript file runs with its arguments, in the caller's folder, with the checkout's tools first", async () => {
  using script = writeScript(`
    const words: readonly string[] = process.argv.slice(2);
    console.log(JSON.stringify({ words, cwd: process.cwd(), path: process.env["PATH"]?.split(":")[0], major: Number.parseInt(process.versions.node) }));
  `);
  using run = start([script.path, "--call", "a b"], script.folder);

  const said = JSON.parse(await text(run.child.stdout));

  expect(said).toMatchObject({ words: ["--call", "a b"], cwd: script.folder, path: join(root, "node_modules/.bin") });
  expect(said.major).toBeGreaterThanOrEqual(26);
});

test.each([
  ["its exit code", "process.exit(7)", 7],
  ["128 and the number of the signal that killed it", "process.kill(process.pid, 'SIGKILL')", 137],
  ["1 when it throws", "throw new Error('x')", 1],
])("the file's end is passed on: %s", async (_, code, expected) => {
  using script = writeScript(code);
  using run = start([script.path]);

  expect(await run.ended).toEqual([expected, null]);
});

test.each(["SIGTERM", "SIGINT"] as const)("%s reaches the file, and its own end counts", async (signal) => {
  using script = writeScript(`
    process.once("${signal}", () => process.exit(9));
    setInterval(() => {}, 1000);
    console.log("up");
  `);
  using run = start([script.path]);
  await once(run.child.stdout, "data");

  run.child.kill(signal);

  expect(await run.ended).toEqual([9, null]);
});

test("under npm, the end of the shell between stops the file", async () => {
  using script = writeScript(`
    process.once("SIGTERM", () => process.exit(console.log("stopped")));
    setInterval(() => {}, 1000);
    console.log("up");
  `);
  const words = ["-c", `"${process.execPath}" "${bootstrap}" "${script.path}"; true`];
  const shell = spawn("sh", words, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, npm_lifecycle_event: "start" },
  });
  const [first] = await once(shell.stdout, "data");

  shell.kill("SIGKILL");

  expect(String(first)).toBe("up\n");
  expect(await text(shell.stdout)).toBe("stopped\n");
});

test("--tracing loads the tracing first", async () => {
  using script = writeScript("console.log(JSON.stringify(process.execArgv));");
  using run = start(["--tracing", script.path]);

  const [option, door] = JSON.parse(await text(run.child.stdout));

  expect(option).toBe("--import");
  expect(door).toMatch(/^file:.*\/packages\/runtime\/src\/tracing-register\.ts$/);
});

test("without a file it says how it is used", async () => {
  using run = start([]);

  const [complaint, [code]] = await Promise.all([text(run.child.stderr), run.ended]);

  expect(complaint).toContain("usage: node scripts/bootstrap.mjs");
  expect(code).toBe(2);
});
