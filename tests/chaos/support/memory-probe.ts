import type { ServiceProcess } from "./service-process.ts";

/** What the environment of a process says that shall let itself be inspected; it chooses the port. */
export const inspectable = { NODE_OPTIONS: "--inspect=127.0.0.1:0" };

interface InspectorAnswer {
  readonly id: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/** Reads how much memory a process really holds, through its inspector: what waits to be collected is collected first. */
export class MemoryProbe implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: InspectorAnswer) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const answer = JSON.parse(String(data)) as InspectorAnswer;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  static async open({ output }: ServiceProcess): Promise<MemoryProbe> {
    const address = output.match(/ws:\/\/127\.0\.0\.1:\d+\/\S+/g)?.at(-1);
    if (address === undefined) throw new Error("the process cannot be inspected");
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return new MemoryProbe(socket);
  }

  /** Heap and buffers in MiB. */
  async heldMib(): Promise<number> {
    await this.#ask("HeapProfiler.collectGarbage");
    const expression = "(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())";
    const { result } = await this.#ask("Runtime.evaluate", { expression });
    return Number(result?.result?.value) / 1024 / 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
  }

  #ask(method: string, params: object = {}): Promise<InspectorAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve } = Promise.withResolvers<InspectorAnswer>();
    this.#waiting.set(id, resolve);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise;
  }
}
