import { execFile } from "node:child_process";
import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePorts } from "@tgcall/store/testing/free-ports";
import { expect, test } from "vitest";
import { listens } from "./support/listens.ts";
import { type RunningProgram, startProgram } from "./support/running-program.ts";

const run = promisify(execFile);
const password = "q8Zr5vN2xK7mPb4tYw9sLc3dFg6hJk1A";

/** The Redis of compose.yaml, with its data in `folder`. */
const startRedis = (port: number, folder: string, env: Readonly<Record<string, string>> = {}): Promise<RunningProgram> =>
  startProgram(
    ["sh", "infra/redis/entrypoint.sh", "--port", `${port}`],
    { RUN_FOLDER: join(folder, "run"), DATA_FOLDER: folder, REDIS_PASSWORD: password, ...env },
    () => listens(port),
  );

test("Redis answers who knows the password alone, throws nothing out and keeps what it was told", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-redis-"));
  const [port = 0] = await freePorts(1);
  const ask = async (secret: string, ...words: readonly string[]): Promise<string> => {
    const options = { env: { ...process.env, REDISCLI_AUTH: secret }, timeout: 5_000 };
    const { stdout, stderr } = await run("redis-cli", ["-p", `${port}`, ...words], options);
    return `${stdout}${stderr}`.trim();
  };
  {
    await using redis = await startRedis(port, folder.path);
    expect(await ask("", "ping")).toContain("NOAUTH");
    expect(await ask("wrong", "ping")).toContain("WRONGPASS");
    expect(await ask(password, "config", "get", "maxmemory-policy")).toContain("noeviction");
    expect(await ask(password, "set", "call", "kept")).toBe("OK");
    expect((await run("ps", ["-o", "args=", "-p", `${redis.pid}`])).stdout).not.toContain(password);
  }

  await using _ = await startRedis(port, folder.path);
  await expect.poll(() => ask(password, "get", "call")).toBe("kept");
});

test.for([
  ["is required", { REDIS_PASSWORD: "" }],
  ["must have at least 32 characters", { REDIS_PASSWORD: "short" }],
  ["may hold letters", { REDIS_PASSWORD: `${password}\nprotected-mode no` }],
] as const)("Redis does not start when its password %s", async ([message, env]) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "tgcall-redis-"));

  await expect(startRedis(1, folder.path, env)).rejects.toThrow(message);
});
