import type { ProblemCode } from "@tgcall/protocol";
import { expect } from "vitest";

/** Matches an answer that is this problem. */
export const problem = (status: number, code: ProblemCode): object => ({ status, body: expect.objectContaining({ status, code }) });
