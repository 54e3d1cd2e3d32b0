import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { generousRates } from "../../e2e/support/start-product.ts";
import { ownAddresses } from "../../infra/support/turn-server.ts";
import { freshClone } from "./clone.ts";
import { Installation } from "./installation.ts";
import { choosePorts } from "./ports.ts";

const run = promisify(execFile);

/** Before all files: a fresh clone, set up, built and started as docs/operations.md says. After them: nothing is left of it but its images. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using owned = new AsyncDisposableStack();
  const { path } = owned.use(await freshClone());
  const installation = new Installation(path);

  const [host] = ownAddresses();
  const ports = await choosePorts();
  const words = ["--domain", host, "--http-port", ports.NGINX_HTTP_PORT, "--https-port", ports.NGINX_HTTPS_PORT];
  await stage("npm run setup", () => run("npm", ["run", "setup", "--", ...words], { cwd: path, timeout: 300_000 }));
  // Rates that let a suite through; that of codes tried in vain stays.
  const { RATE_RESOLVE: _, ...rates } = generousRates;
  installation.say({ ...ports, ...rates, TGCALL_VERSION: "test" });

  const remove = () => installation.compose("down", "--volumes", "--remove-orphans", "--timeout", "5");
  // What a run that was killed has left.
  await remove();
  owned.defer(async () => {
    await remove();
  });
  await stage("docker compose build", () => installation.compose("build"));
  await stage("docker compose up --wait", async () => {
    await installation.up().catch(async (error: Error) => {
      throw new Error(`${error.message}\n${await installation.compose("ps", "--all")}\n${await installation.logs()}`);
    });
  });
  project.provide("clone", path);
  const everything = owned.move();
  return () => everything.disposeAsync();
}

async function stage(name: string, work: () => Promise<unknown>): Promise<void> {
  const startedAtMs = Date.now();
  await work();
  console.log(`${name}: ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
}
