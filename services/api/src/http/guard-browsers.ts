import type { NextFunction, Request } from "express";
import type { Origins } from "../origins.ts";
import type { ApiResponse } from "./endpoint.ts";

/** Headers for browsers: nothing is cached or guessed at, and only the installation's own pages and `allowed` ones may read answers. */
export const guardBrowsers =
  (origins: Origins, allowed: readonly string[]) =>
  (request: Request, response: ApiResponse, next: NextFunction): void => {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Vary", "Origin");

    const { origin } = request.headers;
    if (origin !== undefined && (allowed.includes(origin) || origin === origins.publicOrigin(request))) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
    }
    next();
  };
