import { t } from "../texts/t.ts";
import { browserFamily } from "./browser-family.ts";
import { isPermission, type MediaProblem } from "./media-problem.ts";
import type { Trouble } from "./trouble.ts";

/** Why the microphone or camera is not there, in one sentence. */
export const mediaWords = (subject: Trouble["subject"], problem: MediaProblem): string => t(`media.${subject}.${problem}`);

/** How to lift the problem: where this browser keeps the permission, or what to try. */
export const mediaAdvice = (problem: MediaProblem, userAgent: string): string =>
  isPermission(problem) ? t(`media.allow.${browserFamily(userAgent)}`) : t(`media.advice.${problem}`);
