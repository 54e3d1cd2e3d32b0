import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { Problem } from "@tgcall/protocol";

/** How long a refused client may take to read why. */
const lingerMs = 2_000;

/** What a failure looks like from outside; anything unexpected is `internal_error` without its cause. */
export const toProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem("internal_error", undefined, { cause: error });

/** Answers an upgrade with a problem instead, and closes the socket. */
export function refuse(socket: Duplex, problem: Problem): void {
  if (socket.destroyed || !socket.writable) return void socket.destroy();
  const body = JSON.stringify(problem.toBody());
  const headers = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    "Connection: close",
    ...(problem.status === 426 ? ["Sec-WebSocket-Version: 13", "Upgrade: websocket"] : []),
    ...(problem.status === 405 ? ["Allow: GET"] : []),
    ...(problem.retryAfterSeconds === undefined ? [] : [`Retry-After: ${problem.retryAfterSeconds}`]),
  ];
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(cut));
  socket.end(`${headers.join("\r\n")}\r\n\r\n${body}`);
}
