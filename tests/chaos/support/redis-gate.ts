import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/**
 * `open`: forwards what connects from now on, and has cut everything else. `away`: refuses, and has cut everything. `silent`: accepts,
 * and carries nothing either way. `healed`: forwards what connects from now on; what fell silent is neither heard again nor cut.
 */
export type GateMode = "open" | "away" | "silent" | "healed";

/** The only way of the services to their Redis, which a fault may close. */
export class RedisGate implements AsyncDisposable {
  readonly #targetPort: number;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #server: Server;
  #port = 0;
  #mode: GateMode = "open";

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = this.#createServer();
  }

  static async start(targetPort: number): Promise<RedisGate> {
    const gate = new RedisGate(targetPort);
    await gate.#listen();
    gate.#port = (gate.#server.address() as AddressInfo).port;
    return gate;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async set(mode: GateMode): Promise<void> {
    const wasAway = this.#mode === "away";
    this.#mode = mode;
    if (mode !== "healed") for (const pair of this.#pairs) end(pair, mode);
    if (mode === "away") await close(this.#server);
    else if (wasAway) await this.#listen();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.set("away");
  }

  async #listen(): Promise<void> {
    this.#server = this.#createServer();
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  #createServer(): Server {
    return createServer((client) => {
      const target = connect(this.#targetPort, "127.0.0.1");
      const pair = [client, target] as const;
      this.#pairs.add(pair);
      for (const socket of pair) {
        socket.on("error", () => {});
        socket.on("close", () => {
          this.#pairs.delete(pair);
          for (const each of pair) each.destroy();
        });
      }
      if (this.#mode === "silent") silence(pair);
      else client.pipe(target).pipe(client);
    });
  }
}

function end(pair: readonly [Socket, Socket], mode: GateMode): void {
  if (mode === "silent") silence(pair);
  else for (const socket of pair) socket.destroy();
}

function silence(pair: readonly [Socket, Socket]): void {
  for (const socket of pair) socket.unpipe().resume();
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  await closed;
}
