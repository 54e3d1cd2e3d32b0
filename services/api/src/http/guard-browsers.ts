import type { Origins } from "@tgcall/runtime";
import type { NextFunction, Request } from "express";
import type { ApiResponse } from "./endpoint.ts";

/** Headers for browsers: nothing is cached or guessed at, and only pages of origins that are allowed may read answers. */
export const guardBrowsers =
  (origins: Origins) =>
  (request: Request, response: ApiResponse, next: NextFunction): void => {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Vary", "Origin");

    const { origin } = request.headers;
    if (origin !== undefined && origins.allows(origin, request)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
    }
    next();
  };
