import { expect } from "vitest";
import { openApiDocument } from "../app.ts";
import type { Schema } from "../openapi/schema.ts";
import { violations } from "./check-schema.ts";

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>;
}

const paths = Object.entries(openApiDocument().paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>);

/** Fails unless the OpenAPI document has this answer; what it says nothing of (404 of no path, 405) must still be a problem. */
export function checkDocumented(method: string, path: string, status: number, contentType: string | null, body: unknown): void {
  const documented = operationOf(method, path)?.responses[status];
  if (status === 204) {
    expect(body).toBeUndefined();
    return;
  }
  const expectedType = status >= 400 ? "application/problem+json" : "application/json";
  const schema = documented?.content?.[expectedType]?.schema ?? (isAnybodys(status) ? anyProblem : undefined);
  expect(contentType).toBe(expectedType);
  expect(schema, `${method} ${path} -> ${status} is documented`).toBeDefined();
  expect(violations(body, schema ?? {})).toEqual([]);
}

const anyProblem: Schema = { $ref: "#/components/schemas/Problem" };
const isAnybodys = (status: number): boolean => status === 404 || status === 405;

function operationOf(method: string, path: string): Operation | undefined {
  const [pathname = ""] = path.split("?");
  const [, operations] =
    paths.find(([pattern]) => pattern === pathname) ??
    paths.find(([pattern]) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname)) ??
    [];
  return operations?.[method.toLowerCase()];
}
