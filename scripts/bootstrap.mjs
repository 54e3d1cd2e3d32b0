// Plain JavaScript for Node 20 on purpose: it runs before anything is installed.
// Usage: node scripts/bootstrap.mjs [--tracing] <file.ts> [arguments]
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withInstallLock } from "./install-lock.mjs";
import { isInstalled } from "./is-installed.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const neededMajor = 26;
const parent = process.ppid;

if (!isInstalled(root)) withInstallLock(root, install);
run(process.argv.slice(2));

function install() {
  if (isInstalled(root)) return;
  console.error("Installing the npm packages of package-lock.json (npm install) …");
  // Not "npm ci", which empties node_modules under whatever runs.
  const words = ["install", "--no-save", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", words, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error("npm install failed, see above.");
    process.exit(1);
  }
}

/** @param {string[]} words */
function run(words) {
  const isTraced = words[0] === "--tracing";
  const [script, ...rest] = isTraced ? words.slice(1) : words;
  if (script === undefined) {
    console.error("usage: node scripts/bootstrap.mjs [--tracing] <file.ts> [arguments]");
    process.exit(2);
  }
  const { PATH: path = "", npm_lifecycle_event: npmScript } = process.env;
  const tracing = pathToFileURL(join(root, "packages/runtime/src/tracing-register.ts")).href;
  const child = spawn(findRuntime(), [...(isTraced ? ["--import", tracing] : []), join(root, script), ...rest], {
    stdio: "inherit",
    // Tools that scripts start by name come from this checkout.
    env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${path}` },
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  if (npmScript !== undefined) onceOrphaned(() => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(`cannot start ${script}: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
}

/**
 * npm puts a shell between itself and us, which does not pass a SIGTERM on: its end is the signal.
 *
 * @param {() => void} act
 */
function onceOrphaned(act) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 200);
}

/** The pinned Node of the npm package `node`, or the one that runs this when it is new enough. */
function findRuntime() {
  const pinned = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return process.execPath;
  console.error(`Node ${neededMajor} is missing: run "npm rebuild node", or use Node ${neededMajor} yourself.`);
  return process.exit(1);
}
