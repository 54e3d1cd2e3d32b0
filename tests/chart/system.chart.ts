import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { findFreePort } from "@tgcall/store/testing/free-ports";
import { expect, test, vi } from "vitest";
import { environmentOf } from "./support/environment-of.ts";
import { chartFolder, parseManifests, render } from "./support/helm.ts";
import { named, startRedis } from "./support/redis-pod.ts";

/** A service with the environment of its pod, and what differs on one machine. */
function startService(name: string, environment: Readonly<Record<string, string>>): Disposable & { readonly output: () => string } {
  const child = spawn(process.execPath, [`services/${name}/src/main.ts`], { env: { PATH: process.env["PATH"] ?? "", ...environment } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return { output: () => output, [Symbol.dispose]: () => void child.kill("SIGKILL") };
}

const isReady = async (port: number): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(response.status).toBe(200);
};

test("what the chart tells Redis and the services is enough for a call, and `helm test` makes one", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "system-"));
  const objects = parseManifests(await render({ values: `${chartFolder}/ci/minimal-values.yaml` }));
  await using redis = await startRedis(objects, folder.path);
  const [apiPort, apiOps, signalPort, signalOps] = [await findFreePort(), await findFreePort(), await findFreePort(), await findFreePort()];
  const tell = (component: string, more: Record<string, string>): Record<string, string> => {
    const environment = environmentOf(objects, component) ?? {};
    return { ...environment, REDIS_URL: (environment["REDIS_URL"] ?? "").replace("tgcall-redis:6379", `127.0.0.1:${redis.port}`), ...more };
  };
  using api = startService("api", tell("api", { API_PORT: String(apiPort), OPS_PORT: String(apiOps) }));
  using signal = startService("signal", tell("signal", { SIGNAL_PORT: String(signalPort), OPS_PORT: String(signalOps) }));
  await vi
    .waitFor(() => Promise.all([isReady(apiOps), isReady(signalOps)]), { timeout: 20_000, interval: 200 })
    .catch((error: unknown) => {
      throw new Error(`${api.output()}${signal.output()}`, { cause: error });
    });

  const child = spawn(process.execPath, [`${chartFolder}/files/helm-test/call.mjs`], {
    env: {
      API_URL: `http://127.0.0.1:${apiPort}`,
      SIGNAL_PODS: "127.0.0.1",
      SIGNAL_PORT: String(signalPort),
      SIGNAL_PATH: "/ws",
      CREATE_AUTH: "api-key",
      API_KEYS: named(objects, "Secret", "tgcall-secrets")["api-keys"] ?? "",
    },
  });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);

  expect(complained).toBe("");
  expect(said).toContain("ok   a call");
  expect(said).toContain("skip the relay");
  expect(code).toBe(0);
});

test("the users of Redis may do what they need, and no more", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "redis-"));
  const objects = parseManifests(
    await render({ values: `${chartFolder}/ci/minimal-values.yaml`, more: ["--set", "redis.exporter.enabled=true"] }),
  );
  await using redis = await startRedis(objects, folder.path);
  const { ask } = redis;

  expect(await ask("probe", "ping")).toBe("PONG");
  expect(await ask("probe", "get", "x")).toMatch(/NOPERM/);
  expect(await ask("exporter", "info", "memory")).toContain("maxmemory_policy:noeviction");
  expect(await ask("exporter", "set", "x", "1")).toMatch(/NOPERM/);
  for (const role of ["api", "signal"]) {
    expect(await ask(role, "set", "x", "1", "px", "1000")).toBe("OK");
    for (const words of [
      ["flushall"],
      ["config", "set", "maxmemory", "1"],
      ["keys", "*"],
      ["acl", "list"],
      ["shutdown"],
      ["publish", "elsewhere", "x"],
    ]) {
      expect(await ask(role, ...words)).toMatch(/NOPERM/);
    }
  }
  expect(await ask("default", "ping")).not.toBe("PONG");
});

test("what a service wrote in one step is still there when Redis has started again", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "redis-"));
  const objects = parseManifests(await render({ values: `${chartFolder}/ci/default-values.yaml` }));
  {
    await using redis = await startRedis(objects, folder.path);
    const script = "redis.call('set', KEYS[1], 'one', 'ex', 99) redis.call('set', KEYS[2], 'two', 'ex', 99)";
    await redis.ask("api", "eval", script, "2", "{call}:a", "{call}:b");
  }

  await using again = await startRedis(objects, folder.path);

  expect(await again.ask("api", "mget", "{call}:a", "{call}:b")).toBe("one\ntwo");
});
