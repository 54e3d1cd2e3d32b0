import { freePorts } from "../../e2e/support/free-ports.ts";

/** Where a process shall let itself be inspected: what its environment must say, and its port. */
export async function inspectable(): Promise<{ readonly env: Readonly<Record<string, string>>; readonly port: number }> {
  const [port = 0] = await freePorts(1);
  return { env: { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` }, port };
}

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

  static async open(port: number): Promise<MemoryProbe> {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { readonly webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? "");
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
