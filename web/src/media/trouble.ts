import type { DeviceState } from "./local-media.ts";
import type { MediaProblem } from "./media-problem.ts";

/** A problem as it is told: once for both devices where it is the same. */
export interface Trouble {
  readonly subject: "microphone" | "camera" | "both";
  readonly problem: MediaProblem;
}

/** What keeps the devices from working, in the order in which it matters to a call. */
export function troubles(microphone: Pick<DeviceState, "problem">, camera: Pick<DeviceState, "problem">): readonly Trouble[] {
  const { problem } = microphone;
  if (problem !== undefined && problem === camera.problem) return [{ subject: "both", problem }];
  return [
    ...(problem === undefined ? [] : [{ subject: "microphone", problem } as const]),
    ...(camera.problem === undefined ? [] : [{ subject: "camera", problem: camera.problem } as const]),
  ];
}
