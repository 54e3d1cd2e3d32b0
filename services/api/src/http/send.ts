import type { OutgoingHttpHeaders } from "node:http";
import type { Problem, ProblemBody } from "@tgcall/protocol";
import type { Answer, ApiResponse } from "./endpoint.ts";

const defaultRetrySeconds = 1;

export function sendAnswer(response: ApiResponse, { status, body, headers = {} }: Answer): void {
  if (body === undefined) response.writeHead(status, headers).end();
  else sendJson(response, status, body, { ...headers, "Content-Type": "application/json" });
}

/** Answers a problem (RFC 9457); `instance` names this very request. */
export function sendProblem(response: ApiResponse, problem: Problem): void {
  const body: ProblemBody = { ...problem.toBody(), instance: `urn:tgcall:request:${response.locals.requestId}` };
  sendJson(response, problem.status, body, { ...headersFor(problem), "Content-Type": "application/problem+json" });
}

function sendJson(response: ApiResponse, status: number, body: unknown, headers: OutgoingHttpHeaders): void {
  const json = JSON.stringify(body);
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(json) }).end(json);
}

function headersFor({ code, status, retryAfterSeconds = defaultRetrySeconds }: Problem): OutgoingHttpHeaders {
  if (status === 429 || status === 503) return { "Retry-After": retryAfterSeconds };
  // RFC 9110 §11.6.1 wants a challenge with every 401.
  if (status === 401) return { "WWW-Authenticate": code === "init_data_invalid" ? "tma" : "Bearer" };
  return {};
}
