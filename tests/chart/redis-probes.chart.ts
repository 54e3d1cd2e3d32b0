import { mkdtempDisposableSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chartFolder, parseManifests, render } from "./support/helm.ts";
import { startRedis } from "./support/redis-pod.ts";

const objects = parseManifests(await render({ values: `${chartFolder}/ci/minimal-values.yaml` }));

test("a Redis that answers is started, ready and alive", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "redis-"));
  await using redis = await startRedis(objects, folder.path);

  for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"] as const) expect(await redis.passes(probe)).toBe(true);
});

test("a Redis whose disk takes no more is not ready, but lives on: another would fare no better, and what it holds would be lost", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "redis-"));
  await using redis = await startRedis(objects, folder.path, "--save", "1 1");
  rmSync(folder.path, { recursive: true });
  await redis.ask("api", "set", "x", "1", "px", "60000");
  await expect.poll(() => redis.ask("probe", "ping"), { timeout: 20_000 }).toMatch(/^MISCONF/);

  expect(await redis.passes("readinessProbe")).toBe(false);
  expect(await redis.passes("livenessProbe")).toBe(true);
});

test("a Redis that is busy with a script lives on", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "redis-"));
  await using redis = await startRedis(objects, folder.path, "--busy-reply-threshold", "10");
  void redis.ask("api", "eval", "while true do end", "0");
  await expect.poll(() => redis.ask("probe", "ping"), { timeout: 20_000 }).toMatch(/^BUSY/);

  expect(await redis.passes("livenessProbe")).toBe(true);
});

test("a Redis that is gone fails every probe", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "redis-"));
  const redis = await startRedis(objects, folder.path);
  await redis[Symbol.asyncDispose]();

  for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"] as const) expect(await redis.passes(probe)).toBe(false);
});
