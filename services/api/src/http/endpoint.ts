import type { OutgoingHttpHeaders } from "node:http";
import type { ProblemCode } from "@tgcall/protocol";
import type { LogEvent, LogFields } from "@tgcall/runtime";
import type { Request, Response } from "express";
import type { ApiPath } from "../openapi/paths.ts";

/** What is known of an exchange beside its request: for its log line and its problem body. */
export interface ExchangeLocals {
  requestId: string;
  /** The pattern that matched, never the path itself. */
  route?: ApiPath;
  problem?: ProblemCode;
  /** What its log line is called, and says besides. */
  event?: LogEvent;
  told?: LogFields;
}

export type ApiResponse = Response<unknown, ExchangeLocals>;

/** A request as endpoints see it: routed, its body read. */
export interface Exchange {
  readonly request: Request;
  /** The `{names}` of the path; a name that the path lacks reads as empty. */
  param(name: string): string;
  readonly body: unknown;
  /** Names what the request's log line is about; the last word counts. */
  tell(event: LogEvent, fields: LogFields): void;
}

/** A good answer; failures are thrown as `Problem`s. */
export interface Answer {
  readonly status: 200 | 201 | 204;
  readonly body?: unknown;
  readonly headers?: OutgoingHttpHeaders;
}

/** One method of one path. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: ApiPath;
  answer(exchange: Exchange): Answer | Promise<Answer>;
}
