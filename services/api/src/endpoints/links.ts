import type { OneTimeCode } from "@tgcall/protocol";

// The secret stands after `#`: browsers send it to nobody, neither as a path nor as a Referer.

/** Lets its bearer into the call. */
export const joinUrl = (origin: string, joinToken: string): string => `${origin}/join#token=${joinToken}`;

/** Lets the first who opens it into the call. */
export const inviteUrl = (origin: string, code: OneTimeCode): string => `${origin}/join#code=${code}`;

/** Unix milliseconds as ISO 8601 in UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString();
