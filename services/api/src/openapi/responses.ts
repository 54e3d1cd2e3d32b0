import { type ProblemCode, problems } from "@tgcall/protocol";
import { type Schema, schemaRef } from "./schema.ts";

/** Responses of one operation, by status. */
export type Responses = Readonly<Record<string, Schema>>;

const retryAfter = { "Retry-After": { description: "Seconds to wait.", schema: { type: "integer", minimum: 1 } } };

/** A good answer with a body of the named schema. */
export const answers = (status: number, description: string, schemaName: string): Responses => ({
  [status]: { description, content: { "application/json": { schema: schemaRef(schemaName) } } },
});

/** A good answer without a body. */
export const answersNothing = (description: string): Responses => ({ 204: { description } });

/** The problems of an operation, and those that any may meet. */
export function fails(...codes: readonly ProblemCode[]): Responses {
  const byStatus = Map.groupBy([...codes, ...everywhere], (code) => problems[code].status);
  return Object.fromEntries([...byStatus].map(([status, group]) => [status, problemResponse(status, group)]));
}

const everywhere: readonly ProblemCode[] = ["bad_request", "headers_too_large", "internal_error"];

/** What an operation meets that reads a body. */
export const bodyProblems: readonly ProblemCode[] = ["body_too_large", "unsupported_media_type"];

const problemResponse = (status: number, codes: readonly ProblemCode[]): Schema => ({
  description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join("\n"),
  ...(status === 429 || status === 503 ? { headers: retryAfter } : {}),
  content: { "application/problem+json": { schema: schemaRef("Problem") } },
});
