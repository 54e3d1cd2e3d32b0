import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Problem } from "@tgcall/protocol";

/** How long a refused client may take to read why. */
const lingerMs = 2_000;

/** An HTTP answer before it is written. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer for a problem (RFC 9457), after which the connection ends. */
export function answerProblem(problem: Problem): ProblemAnswer {
  const body = JSON.stringify(problem.toBody());
  const headers = {
    Connection: "close",
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    ...(problem.retryAfterSeconds === undefined ? {} : { "Retry-After": String(problem.retryAfterSeconds) }),
  };
  return { status: problem.status, headers, body };
}

/** Writes the answer for a problem to a socket that no response object stands before, and closes it. */
export function refuseSocket(socket: Duplex, problem: Problem, extraHeaders: Readonly<Record<string, string>> = {}): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = answerProblem(problem);
  const fields = Object.entries({ ...headers, ...extraHeaders }).map(([name, value]) => `${name}: ${value}`);
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(cut));
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...fields, "", body].join("\r\n"));
}
