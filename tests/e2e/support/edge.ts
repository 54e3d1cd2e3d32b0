import { createServer, type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { closeHttpServer, listen } from "@tgcall/runtime";
import { openPages } from "../../../scripts/start/pages.ts";

interface EdgeOptions {
  readonly port: number;
  readonly pages: string;
  readonly apiPort: number;
  readonly signalPort: number;
}

/** One origin in front of one api and one signal process, as an ingress is in front of many. */
export async function startEdge({ port, pages, apiPort, signalPort }: EdgeOptions): Promise<AsyncDisposable> {
  const servePages = await openPages(pages, () => `ws://localhost:${port}`);
  const server = createServer((incoming, response) => {
    if (!incoming.url?.startsWith("/api/")) return servePages(incoming, response);
    const onward = request(target(incoming, apiPort), (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    return incoming.pipe(onward);
  });
  server.on("upgrade", (incoming, socket, head) => {
    socket.on("error", () => {});
    const onward = request(target(incoming, signalPort));
    onward.on("error", () => socket.destroy());
    onward.on("upgrade", (answer, upstream, first) => {
      upstream.on("error", () => socket.destroy());
      upstream.on("close", () => socket.destroy());
      socket.on("close", () => upstream.destroy());
      const headers = answer.rawHeaders.flatMap((name, index, all) => (index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : []));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join("\r\n")}\r\n\r\n`);
      // The service may have spoken in the same packet.
      socket.write(first);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    onward.on("response", (answer) => {
      socket.write(`HTTP/1.1 ${answer.statusCode} Refused\r\nConnection: close\r\n\r\n`);
      answer.pipe(socket);
    });
    onward.end();
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await listen(server, port);
  return {
    async [Symbol.asyncDispose]() {
      // Those of WebSockets are the server's no more.
      for (const socket of sockets) socket.destroy();
      await closeHttpServer(server);
    },
  };
}

/** Where the edge says that all clients are: an address that nobody has (RFC 5737), so that whoever leaks it is found. */
export const clientAddress = "203.0.113.77";

const target = ({ url, method, headers }: IncomingMessage, port: number) => ({
  host: "127.0.0.1",
  port,
  path: url,
  method,
  headers: { ...headers, "x-forwarded-for": clientAddress },
});
