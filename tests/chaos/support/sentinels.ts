import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RedisServer, startRedisServer } from "@tgcall/store/testing";
import { askRedis } from "./redis.ts";

const watchMs = 20_000;

/** One primary, one replica and three Sentinels that agree by two. */
export class SentinelRedis implements AsyncDisposable {
  readonly primary: RedisServer;
  readonly url: string;
  readonly #sentinels: readonly RedisServer[];
  readonly #owned: AsyncDisposableStack;

  private constructor(primary: RedisServer, sentinels: readonly RedisServer[], owned: AsyncDisposableStack) {
    this.primary = primary;
    this.#sentinels = sentinels;
    this.url = `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/tgcall`;
    this.#owned = owned;
  }

  static async start(): Promise<SentinelRedis> {
    await using owned = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), "tgcall-sentinels-"));
    owned.defer(() => rm(folder, { recursive: true, force: true }));
    const durable = ["--appendonly", "yes", "--repl-diskless-sync-delay", "0"];
    const primary = owned.use(await startRedisServer(...durable));
    owned.use(await startRedisServer("--replicaof", `127.0.0.1 ${primary.port}`, ...durable));
    const sentinels: RedisServer[] = [];
    for (const name of ["one", "two", "three"]) {
      const file = join(folder, name);
      await writeFile(file, settings(primary.port));
      sentinels.push(owned.use(await startRedisServer(file, "--sentinel")));
    }
    const redis = new SentinelRedis(primary, sentinels, owned.move());
    await redis.#until(async (port) => {
      const state = await askRedis(port, "SENTINEL", "MASTER", "tgcall");
      return /num-slaves\n1\n/.test(state) && /num-other-sentinels\n2\n/.test(state);
    });
    return redis;
  }

  /** Resolves when every Sentinel names another primary than the first. */
  async untilPromoted(): Promise<void> {
    await this.#until(async (port) => {
      const address = await askRedis(port, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "tgcall");
      return !address.endsWith(String(this.primary.port));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }

  async #until(isSo: (port: number) => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + watchMs;
    while (!(await Promise.all(this.#sentinels.map(({ port }) => isSo(port)))).every(Boolean)) {
      if (Date.now() > deadline) throw new Error("the Sentinels do not agree");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const settings = (port: number): string =>
  [
    `sentinel monitor tgcall 127.0.0.1 ${port} 2`,
    "sentinel down-after-milliseconds tgcall 2000",
    "sentinel failover-timeout tgcall 5000",
    "sentinel parallel-syncs tgcall 1",
  ].join("\n");
