import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { OrderAnswer, OrderName, Orders } from "./orders.ts";

const script = fileURLToPath(new URL("worker.ts", import.meta.url));
const answerMs = 30_000;

/** A process of headless peers, which a fault may kill. */
export class PeerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  /** `prefix`: what to start it with, such as `ip netns exec <name>`. */
  constructor({ prefix = [], env = {} }: { readonly prefix?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {}) {
    const [program = "", ...words] = [...prefix, process.execPath, script];
    this.#child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#child.on("message", ({ id, answer, failure }: OrderAnswer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (failure === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(failure));
    });
    this.#child.on("exit", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("the process of headless peers has ended"));
      this.#waiting.clear();
    });
    process.once("exit", this.#killNow);
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async order<Name extends OrderName>(name: Name, ...words: Parameters<Orders[Name]>): Promise<ReturnType<Orders[Name]>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#child.send({ id, name, words });
    const late = setTimeout(() => waiting.reject(new Error(`no answer to ${name} in ${answerMs} ms`)), answerMs);
    try {
      return (await waiting.promise) as ReturnType<Orders[Name]>;
    } finally {
      clearTimeout(late);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off("exit", this.#killNow);
    if (!this.isRunning) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }

  readonly #killNow = (): void => void this.#child.kill("SIGKILL");
}
