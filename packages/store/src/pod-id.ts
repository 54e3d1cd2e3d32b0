import type { PodId } from "./roster.ts";

const podIdPattern = /^[a-z0-9]{8,16}$/;

/** Whether a text names a pod; a pod makes its own name at start from randomness. */
export const isPodId = (value: unknown): value is PodId => typeof value === "string" && podIdPattern.test(value);
