import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";

export interface DoorOptions {
  /** Where it leads: `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** Whether the nth request or upgrade, counted from 1, is answered with a failure of our own. */
  readonly fails?: (count: number) => boolean;
  /** Whether this frame of a peer, the nth of all, disappears on its way to the service. */
  readonly swallows?: (frame: string, count: number) => boolean;
}

/** A way to the services with a fault in it. */
export class Door implements AsyncDisposable {
  readonly #options: Required<DoorOptions>;
  readonly #server = createServer((incoming, response) => this.#serve(incoming, response));
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "tgcall.v1" });
  readonly #open = new Set<Duplex>();
  #requests = 0;
  #frames = 0;

  private constructor(options: DoorOptions) {
    this.#options = { fails: () => false, swallows: () => false, ...options };
    this.#server.on("upgrade", (incoming, socket, head) => this.#upgrade(incoming, socket, head));
    this.#server.on("connection", (socket) => {
      this.#open.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => this.#open.delete(socket));
    });
  }

  static async start(options: DoorOptions): Promise<Door> {
    const door = new Door(options);
    await once(door.#server.listen(0, "127.0.0.1"), "listening");
    return door;
  }

  /** What k6 is told of it: where the API is, and the WebSocket. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.#port}/ws`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), "close");
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #isDown(): boolean {
    this.#requests += 1;
    return this.#options.fails(this.#requests);
  }

  #serve(incoming: IncomingMessage, response: ServerResponse): void {
    if (this.#isDown()) {
      response.writeHead(500).end();
      return;
    }
    const { method, url = "/", headers } = incoming;
    const outgoing = request(new URL(url, this.#options.origin), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refuse = (): void => void socket.end("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n");
    if (this.#isDown()) {
      refuse();
      return;
    }
    const offered = incoming.headers["sec-websocket-protocol"]?.split(/,\s*/) ?? [];
    const service = new WebSocket(new URL(incoming.url ?? "/", this.#options.origin.replace("http", "ws")), offered);
    service.on("error", refuse);
    service.on("open", () => this.#sockets.handleUpgrade(incoming, socket, head, (peer) => this.#join(peer, service)));
  }

  #join(peer: WebSocket, service: WebSocket): void {
    service.on("message", (frame) => peer.send(String(frame)));
    peer.on("message", (frame) => {
      this.#frames += 1;
      if (!this.#options.swallows(String(frame), this.#frames)) service.send(String(frame));
    });
    service.on("close", () => peer.close());
    peer.on("close", () => service.close());
  }
}
