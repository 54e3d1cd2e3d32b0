import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Upstreams } from "./upstreams.ts";

interface Place {
  readonly port: number;
  readonly opsPort: number;
}

export interface EdgeOptions {
  readonly port?: number;
  readonly apis: readonly Place[];
  readonly signals: readonly Place[];
  /** Which signal process a peer is sent to while that is ready: its index. By default peers of one call meet on different ones. */
  readonly route?: (callId: string, ordinal: number) => number;
  /** Serves everything that is neither `/api` nor `/ws`. */
  readonly pages?: RequestListener;
}

/** One admitted connection: when, and which signal process got it. */
export interface AdmittedUpgrade {
  readonly atMs: number;
  readonly upstream: number;
}

const firstByteMs = 2_000;

/**
 * An ingress of our own: HTTP to the apis in turn, WebSockets to signal processes, only to those that are ready; what could
 * not be delivered to one is delivered to the next, as nginx' `proxy_next_upstream error http_503` does.
 */
export class Edge implements AsyncDisposable {
  readonly upgrades: AdmittedUpgrade[] = [];
  readonly #server: Server;
  readonly #apis: Upstreams;
  readonly #signals: Upstreams;
  readonly #options: EdgeOptions;
  readonly #sockets = new Set<Duplex>();
  readonly #ordinals = new Map<string, Map<string, number>>();
  #turn = 0;

  private constructor(options: EdgeOptions) {
    this.#options = options;
    this.#apis = new Upstreams(options.apis);
    this.#signals = new Upstreams(options.signals);
    this.#server = createServer((incoming, response) => this.#serve(incoming, response));
    this.#server.on("upgrade", (incoming, socket, head) => this.#upgrade(incoming, socket, head));
    this.#server.on("connection", (socket) => this.#own(socket));
  }

  static async start(options: EdgeOptions): Promise<Edge> {
    const edge = new Edge(options);
    edge.#server.listen(options.port ?? 0);
    await once(edge.#server, "listening");
    return edge;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#apis.close();
    this.#signals.close();
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #own<S extends Duplex>(socket: S): S {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }

  #serve(incoming: IncomingMessage, response: ServerResponse): void {
    const isForApi = incoming.url?.startsWith("/api/") === true;
    if (isForApi) this.#forward(incoming, response, this.#apis.ordered(this.#turn++));
    else if (this.#options.pages !== undefined) this.#options.pages(incoming, response);
    else response.writeHead(404).end();
  }

  #forward(incoming: IncomingMessage, response: ServerResponse, [index, ...others]: readonly number[]): void {
    if (index === undefined) {
      response.writeHead(502).end();
      return;
    }
    const port = this.#apis.port(index);
    const { method, url: path, headers } = incoming;
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    let isSent = false;
    outgoing.on("socket", (socket) =>
      socket.once("connect", () => {
        isSent = true;
        incoming.pipe(outgoing);
      }),
    );
    outgoing.on("error", () => {
      if (!isSent) this.#forward(incoming, response, others);
      else if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
  }

  #upgrade(incoming: IncomingMessage, client: Duplex, head: Buffer): void {
    const query = new URL(incoming.url ?? "/", "http://edge").searchParams;
    const [callId, peerId] = [query.get("callId") ?? "", query.get("peerId") ?? ""];
    const ordinal = this.#ordinalOf(callId, peerId);
    const preferred = this.#options.route?.(callId, ordinal) ?? ordinal;
    const handshake = Buffer.concat([Buffer.from(`${rawHead(incoming)}\r\n\r\n`), head]);
    this.#tunnel(client, handshake, this.#signals.ordered(preferred));
  }

  #tunnel(client: Duplex, handshake: Buffer, [index, ...others]: readonly number[]): void {
    if (client.destroyed) return;
    if (index === undefined) {
      client.end("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const upstream: Socket = this.#own(connect({ port: this.#signals.port(index), host: "127.0.0.1", noDelay: true }));
    const next = (): void => {
      upstream.removeAllListeners("close");
      upstream.destroy();
      this.#tunnel(client, handshake, others);
    };
    const late = setTimeout(next, firstByteMs);
    client.once("close", () => upstream.destroy());
    upstream.once("close", next);
    upstream.once("close", () => clearTimeout(late));
    upstream.write(handshake);
    upstream.once("data", (answer: Buffer) => {
      clearTimeout(late);
      if (answer.subarray(0, 12).toString() === "HTTP/1.1 503" && others.length > 0) return next();
      if (answer.subarray(0, 12).toString() === "HTTP/1.1 101") this.upgrades.push({ atMs: Date.now(), upstream: index });
      upstream.off("close", next);
      join(client, upstream, answer);
    });
  }

  /** The how manyth peer of its call this is, in order of first appearance. */
  #ordinalOf(callId: string, peerId: string): number {
    const peers = this.#ordinals.get(callId) ?? new Map<string, number>();
    this.#ordinals.set(callId, peers);
    const ordinal = peers.get(peerId) ?? peers.size;
    peers.set(peerId, ordinal);
    return ordinal;
  }
}

function join(client: Duplex, upstream: Socket, first: Buffer): void {
  client.write(first);
  upstream.pipe(client);
  client.pipe(upstream);
  upstream.on("close", () => client.destroy());
}

function rawHead({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return lines.join("\r\n");
}
