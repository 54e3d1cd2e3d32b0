import { Problem } from "@tgcall/protocol";
import { failSpan, type Logger } from "@tgcall/runtime";
import type { NextFunction, Request } from "express";
import type { ApiResponse } from "./endpoint.ts";
import { sendProblem } from "./send.ts";

/** The outermost edge: every failure becomes a problem body; the unexpected ones are logged with their cause and hidden. */
export const answerProblems =
  (log: Logger) =>
  (error: unknown, _request: Request, response: ApiResponse, _next: NextFunction): void => {
    const problem = problemOf(error);
    const { locals } = response;
    locals.problem = problem.code;
    // A search for paths is no failure of a call.
    if (locals.route !== undefined) failSpan(problem);
    if (problem.status >= 500) log[problem.status === 500 ? "error" : "warn"]("request failed", { requestId: locals.requestId, error });
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  };

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // The router throws this for a path that is not valid percent-encoding.
  if (error instanceof URIError) return new Problem("bad_request", "the path is not valid percent-encoding");
  return new Problem("internal_error", undefined, { cause: error });
}
