import { createServer as createPlainServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Duplex } from "node:stream";
import { Problem, type ProblemCode } from "@tgcall/protocol";
import { refuseSocket } from "./problem-answer.ts";

// Slow senders hold a socket for seconds, not for Node's five minutes. Idle connections outlive those that nginx keeps (60 s),
// so that it is never the server who closes one under a request.
const serverLimits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 8_192,
};

/** An HTTP server with our limits, TLS when a certificate is given; what is no HTTP gets a problem body before the socket closes. */
export function createHttpServer(handler: RequestListener, tls?: { readonly key: string; readonly cert: string }): Server {
  const answering = new WeakMap<Duplex, ServerResponse>();
  const listener: RequestListener = (request, response) => {
    answering.set(request.socket, response);
    return handler(request, response);
  };
  // Other upgrades (curl offers h2c) are ordinary requests.
  const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean =>
    server.listenerCount("upgrade") > 0 && headers.upgrade?.toLowerCase() === "websocket";
  const options = { ...serverLimits, shouldUpgradeCallback };
  const server: Server = tls === undefined ? createPlainServer(options, listener) : createTlsServer({ ...options, ...tls }, listener);

  return server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const response = answering.get(socket);
    const isAnswering = response !== undefined && !response.writableFinished;
    if (!socket.writable || error.code === "ECONNRESET") socket.destroy();
    else if (!isAnswering || !(response.req.complete || response.headersSent)) refuseSocket(socket, problemOf(error.code));
    // The request before this one was good and still gets its answer.
    else if (response.req.complete) response.once("finish", () => socket.end());
    else socket.destroy();
  });
}

/** Resolves to the port once the server accepts, also one that was free for 0; rejects when it is taken. */
export function listen(server: Server, port: number, host?: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen({ port, host, backlog: 1024 }, () => {
    server.off("error", reject);
    const address = server.address();
    resolve(typeof address === "object" && address !== null ? address.port : port);
  });
  return promise;
}

/** Accepts nothing more, and resolves when every request is answered and every connection closed. */
export function closeHttpServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  server.close(() => {
    clearInterval(sweep);
    resolve();
  });
  return promise;
}

const details: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ["headers_too_large", `the headers may have ${serverLimits.maxHeaderSize} bytes`],
  ERR_HTTP_REQUEST_TIMEOUT: ["bad_request", "the request did not arrive in time"],
};

function problemOf(code = ""): Problem {
  const [problemCode, detail] = details[code] ?? ["bad_request", "this is not an HTTP request"];
  return new Problem(problemCode, detail);
}
