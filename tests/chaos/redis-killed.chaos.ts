import { setTimeout as delay } from "node:timers/promises";
import { createApiClient } from "@tgcall/client";
import { isRecord, Problem } from "@tgcall/protocol";
import { Crowd } from "./headless/crowd.ts";
import { expectNothingLost } from "./support/account.ts";
import { recovery } from "./support/recovery.ts";
import { scenario } from "./support/scenario.ts";
import { System } from "./support/system.ts";

scenario("Redis kill -9 and restart", async (figures) => {
  await using system = await System.start();
  await using crowd = new Crowd(system);
  await crowd.fill(50);
  await crowd.load(10);
  const writes = new Writes(system.origin);
  writes.start();
  await delay(4_000);

  await system.redis?.stop();
  await delay(1_000);
  const returnedAtMs = Date.now();
  await system.redis?.start();
  figures.ms("working again after", await recovery(system, returnedAtMs), 5_000);
  await delay(3_000);
  await writes.stop();

  figures.count("created and acknowledged", writes.created.length, { atLeast: 50 });
  figures.count("refused while away", writes.refused, { atLeast: 1 });
  figures.count("calls lost", await writes.lostCalls());
  figures.count("codes lost, or used and usable again", await writes.wrongCodes());
  figures.count("answers that were neither success nor 503", writes.strange.length);
  await expectNothingLost(crowd, figures);
});

/** Creates calls and uses the codes of half of them, as fast as answers come, and remembers what was acknowledged. */
class Writes {
  readonly created: { readonly callId: string; readonly code: string; readonly joinToken: string }[] = [];
  readonly strange: unknown[] = [];
  refused = 0;
  readonly #api: ReturnType<typeof createApiClient>;
  readonly #used = new Map<string, "yes" | "perhaps">();
  #running: Promise<unknown> | undefined;
  #isStopped = false;

  constructor(origin: string) {
    this.#api = createApiClient(origin);
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: 4 }, () => this.#run()));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async lostCalls(): Promise<number> {
    const found = await Promise.allSettled(this.created.map(({ callId, joinToken }) => this.#api.read(callId, joinToken)));
    return found.filter(({ status }) => status === "rejected").length;
  }

  async wrongCodes(): Promise<number> {
    const used = this.created.filter(({ code }) => this.#used.get(code) === "yes");
    const unused = this.created.filter(({ code }) => !this.#used.has(code));
    const works = async ({ code }: { readonly code: string }): Promise<boolean> =>
      await this.#api.resolve(code).then(
        () => true,
        () => false,
      );
    const [again, still] = [await Promise.all(used.map(works)), await Promise.all(unused.map(works))];
    return again.filter(Boolean).length + still.filter((isUsable) => !isUsable).length;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const call = await this.#try(() => this.#api.create({ initiator_telegram_id: "1" }));
      if (call !== undefined) {
        this.created.push(call);
        if (this.created.length % 2 === 0) await this.#use(call.code);
      }
      await delay(20);
    }
  }

  async #use(code: string): Promise<void> {
    this.#used.set(code, "perhaps");
    if ((await this.#try(() => this.#api.resolve(code))) !== undefined) this.#used.set(code, "yes");
  }

  async #try<T>(write: () => Promise<T>): Promise<T | undefined> {
    try {
      return await write();
    } catch (error) {
      if (error instanceof Problem && error.code === "store_unavailable") this.refused += 1;
      else this.strange.push(isRecord(error) ? error["message"] : error);
      return undefined;
    }
  }
}
