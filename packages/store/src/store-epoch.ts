import { randomBytes } from "node:crypto";

/** A new random store epoch; compared for equality only. */
export const newStoreEpoch = (): string => randomBytes(12).toString("base64url");
