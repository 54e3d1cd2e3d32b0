import { createHash } from "node:crypto";

/** SHA-256 in base64url: what stands for a text of any length in a key of the store. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
