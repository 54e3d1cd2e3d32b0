/** Why there is no microphone or camera; each has its own words and way out. */
export type MediaProblem =
  | "denied"
  | "not-found"
  | "in-use"
  | "overconstrained"
  | "aborted"
  | "blocked"
  | "insecure"
  | "unsupported"
  | "unplugged"
  | "unknown";

const byName: ReadonlyMap<string, MediaProblem> = new Map([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "not-found"],
  ["NotReadableError", "in-use"],
  ["OverconstrainedError", "overconstrained"],
  ["AbortError", "aborted"],
  ["SecurityError", "blocked"],
]);

/** Reads what `getUserMedia` rejected with, by its name (W3C Media Capture §10). */
export function mediaProblem(error: unknown): MediaProblem {
  const name = typeof error === "object" && error !== null && "name" in error ? String(error.name) : "";
  return byName.get(name) ?? "unknown";
}

/** Whether the person can lift the problem in the browser's permission settings. */
export const isPermission = (problem: MediaProblem): problem is "denied" | "blocked" => problem === "denied" || problem === "blocked";

/** Whether asking again may help without leaving the page. */
export const isWorthRetrying = (problem: MediaProblem): boolean => problem !== "insecure" && problem !== "unsupported";
