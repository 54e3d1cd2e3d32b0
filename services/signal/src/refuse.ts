import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { Problem } from "@tgcall/protocol";

/** How long a refused client may take to read why. */
const lingerMs = 2_000;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a failure looks like from outside; anything unexpected is `internal_error` without its cause. */
export const toProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem("internal_error", undefined, { cause: error });

/** The HTTP answer for a problem (RFC 9457), after which the connection ends. */
export function answerFor(problem: Problem): Answer {
  const body = JSON.stringify(problem.toBody());
  const headers = {
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    Connection: "close",
    ...(problem.status === 426 ? { "Sec-WebSocket-Version": "13", Upgrade: "websocket" } : {}),
    ...(problem.status === 405 ? { Allow: "GET" } : {}),
    ...(problem.retryAfterSeconds === undefined ? {} : { "Retry-After": String(problem.retryAfterSeconds) }),
  };
  return { status: problem.status, headers, body };
}

/** Answers an upgrade with a problem instead, and closes the socket. */
export function refuse(socket: Duplex, problem: Problem): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = answerFor(problem);
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(cut));
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}
