import { setTimeout as delay } from "node:timers/promises";
import { createApiClient } from "@tgcall/client";
import { isRecord, Problem } from "@tgcall/protocol";

/** Creates calls and uses the codes of half of them, as fast as answers come, and remembers what was acknowledged. */
export class Writes {
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
