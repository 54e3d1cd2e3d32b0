import { Problem } from "@tgcall/protocol";
import { nameRequest } from "@tgcall/runtime";
import type { Express, Request } from "express";
import type { ApiPath } from "../openapi/paths.ts";
import type { ApiResponse, Endpoint, Exchange } from "./endpoint.ts";
import { readBody } from "./read-body.ts";
import { sendAnswer } from "./send.ts";

/** Routes each endpoint, and answers every other method of its path with 405 and `Allow`. */
export function mountEndpoints(app: Express, endpoints: readonly Endpoint[]): void {
  for (const [path, group] of Map.groupBy(endpoints, ({ path }) => path)) {
    const route = app.route(path.replaceAll(/\{(\w+)\}/g, ":$1"));
    for (const endpoint of group) route[verbs[endpoint.method]](answer(endpoint));
    route.all(refuseMethod(path, group));
  }
}

const verbs = { GET: "get", POST: "post", DELETE: "delete" } as const;

const answer =
  ({ method, path, answer }: Endpoint) =>
  async (request: Request, response: ApiResponse): Promise<void> => {
    const { locals } = response;
    locals.route = path;
    nameRequest(method, path);
    const tell: Exchange["tell"] = (event, told) => Object.assign(locals, { event, told });
    const body = method === "GET" ? undefined : await readBody(request);
    sendAnswer(response, await answer({ request, param: paramOf(request), body, tell }));
  };

const paramOf =
  ({ params }: Request) =>
  (name: string): string => {
    const value = params[name];
    return typeof value === "string" ? value : "";
  };

function refuseMethod(path: ApiPath, group: readonly Endpoint[]): (request: Request, response: ApiResponse) => void {
  const methods = group.map(({ method }) => method);
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");

  return (request, response) => {
    response.locals.route = path;
    response.setHeader("Allow", allow);
    if (request.method !== "OPTIONS") throw new Problem("method_not_allowed", `allowed here: ${allow}`);
    if (request.headers["access-control-request-method"] !== undefined) answerPreflight(response, allow);
    sendAnswer(response, { status: 204 });
  };
}

const preflightMaxAgeSeconds = 600;

function answerPreflight(response: ApiResponse, methods: string): void {
  if (!response.hasHeader("Access-Control-Allow-Origin")) throw new Problem("origin_forbidden", "this origin may not use the API");
  response.setHeader("Access-Control-Allow-Methods", methods);
  response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, traceparent");
  response.setHeader("Access-Control-Max-Age", preflightMaxAgeSeconds);
}
