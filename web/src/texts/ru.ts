import { call } from "./ru/call.ts";
import { check } from "./ru/check.ts";
import { lobby } from "./ru/lobby.ts";
import { media } from "./ru/media.ts";
import { page } from "./ru/page.ts";
import { reason } from "./ru/reason.ts";
import { start } from "./ru/start.ts";
import type { Texts } from "./t.ts";

/** Russian. */
export const russian: Texts = { ...page, ...start, ...lobby, ...media, ...call, ...reason, ...check };
