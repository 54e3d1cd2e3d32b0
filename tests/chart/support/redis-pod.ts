import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { findFreePort } from "@tgcall/store/testing/free-ports";
import { expect } from "vitest";
import type { Manifest } from "./helm.ts";
import { listedAt, objectNamed, workloadPod } from "./objects.ts";

/** What a ConfigMap or Secret of that name holds. */
export const named = (objects: readonly Manifest[], kind: "ConfigMap" | "Secret", name: string): Record<string, string> =>
  Object(objectNamed(objects, kind, name)?.[kind === "Secret" ? "stringData" : "data"]);

interface RedisPod extends AsyncDisposable {
  readonly port: number;
  /** What a user is answered. */
  readonly ask: (user: string, ...words: readonly string[]) => Promise<string>;
  /** Whether the probe of its container succeeds. */
  readonly passes: (probe: "startupProbe" | "readinessProbe" | "livenessProbe") => Promise<boolean>;
}

/** Redis as its pod would run it, and as `more` words say; it answers when this resolves. */
export async function startRedis(objects: readonly Manifest[], folder: string, ...more: readonly string[]): Promise<RedisPod> {
  const [config, access, port] = [join(folder, "redis.conf"), join(folder, "users.acl"), await findFreePort()];
  const secret = named(objects, "Secret", "tgcall-redis-access");
  writeFileSync(config, named(objects, "ConfigMap", "tgcall-redis")["redis.conf"] ?? "");
  writeFileSync(access, secret["users.acl"] ?? "");
  const container = workloadPod(objects, "redis")?.containers[0];
  const words = listedAt(container, "args").map((word) => (String(word).endsWith("users.acl") ? access : String(word)));
  const child = spawn("redis-server", [config, ...words, "--port", String(port), "--dir", folder, ...more], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  await expect.poll(() => output, { timeout: 10_000 }).toContain("Ready to accept connections");

  const environment = (user: string) => ({ PATH: process.env["PATH"] ?? "", REDISCLI_AUTH: secret[`${user}-password`] ?? "" });
  return {
    port,
    async ask(user, ...of) {
      const client = spawn("redis-cli", ["-p", String(port), "--user", user, "--no-auth-warning", ...of], { env: environment(user) });
      return (await text(client.stdout)).trim();
    },
    async passes(probe) {
      // The port differs from that of the pod.
      const [program = "", ...rest] = listedAt(container, probe, "exec", "command").flatMap((word) =>
        word === "redis-cli" ? ["redis-cli", "-p", String(port)] : [String(word).replace("redis-cli ", `redis-cli -p ${port} `)],
      );
      const [code] = await once(spawn(program, rest, { env: environment("probe"), stdio: "ignore" }), "exit");
      return code === 0;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
