import { randomUUID } from "node:crypto";
import type { Logger } from "@tgcall/runtime";
import type { NextFunction, Request } from "express";
import type { ApiMetrics } from "../metrics.ts";
import { statusClassOf } from "../metrics.ts";
import type { ApiResponse } from "./endpoint.ts";

const requestIdPattern = /^[\w-]{8,64}$/;
/** Said of a request whose client did not wait for the answer (nginx's number for it). */
const clientClosedRequest = 499;

/** Names each request, and writes one line and one observation when it is over; nothing of its URL, headers or body. */
export const observe =
  (log: Logger, { requestSeconds }: Pick<ApiMetrics, "requestSeconds">) =>
  (request: Request, response: ApiResponse, next: NextFunction): void => {
    const startedAtMs = performance.now();
    const { locals } = response;
    locals.requestId = readRequestId(request) ?? randomUUID();
    response.setHeader("X-Request-Id", locals.requestId);

    response.once("close", () => {
      const durationMs = performance.now() - startedAtMs;
      const status = response.writableFinished ? response.statusCode : clientClosedRequest;
      const { requestId, route = "unmatched", problem, event = "request", told } = locals;
      requestSeconds.observe({ route, status: statusClassOf(status) }, durationMs / 1000);
      const exchange = { requestId, method: request.method, route, status, problem, durationMs: Math.round(durationMs * 10) / 10 };
      log.info(event, { ...told, ...exchange });
    });
    next();
  };

function readRequestId({ headers }: Request): string | undefined {
  const given = headers["x-request-id"];
  return typeof given === "string" && requestIdPattern.test(given) ? given : undefined;
}
