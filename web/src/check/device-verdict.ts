import type { MediaProblem } from "../media/media-problem.ts";
import { mediaWords } from "../media/media-words.ts";
import { t } from "../texts/t.ts";
import { bad, good, type Verdict, warning } from "./verdict.ts";

/** Loudest level, as a share of the meter, that still counts as silence; a quiet room is louder. */
const silence = 0.02;

/** A microphone that was listened to, by its label and its loudest level. */
export function microphoneVerdict(label: string, loudest: number): Verdict {
  if (loudest <= silence) return warning(() => t("check.microphone.silent", { label }));
  return good(() => t("check.microphone.good", { label, percent: Math.round(loudest * 100) }));
}

/** A camera that opened with this picture. */
export function cameraVerdict(label: string, { width, height }: { width?: number; height?: number }): Verdict {
  if (width === undefined || height === undefined) return good(() => t("check.camera.goodPlain", { label }));
  return good(() => t("check.camera.good", { label, size: `${width} × ${height}` }));
}

/** A device that did not open: one can still join without it when it is just not there. */
export function absentVerdict(kind: "microphone" | "camera", problem: MediaProblem): Verdict {
  const words = (): string => mediaWords(kind, problem);
  return problem === "not-found" ? warning(words) : bad(words);
}
