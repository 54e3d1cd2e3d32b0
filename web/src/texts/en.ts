import { call } from "./en/call.ts";
import { check } from "./en/check.ts";
import { lobby } from "./en/lobby.ts";
import { media } from "./en/media.ts";
import { page } from "./en/page.ts";
import { reason } from "./en/reason.ts";
import { start } from "./en/start.ts";

/** English, the language that the others are translated from. */
export const english = { ...page, ...start, ...lobby, ...media, ...call, ...reason, ...check } as const;
