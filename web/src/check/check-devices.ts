import { acquire } from "../media/acquire.ts";
import { deviceKinds, type MediaPort } from "../media/media-port.ts";
import { absentVerdict, cameraVerdict, microphoneVerdict } from "./device-verdict.ts";
import type { Verdict } from "./verdict.ts";

/** What the microphone and the camera came to. */
export interface DeviceVerdicts {
  readonly microphone: Verdict;
  readonly camera: Verdict;
}

/** Tells how loud a track is until the answer is called. */
export type MeasureLevel = (track: MediaStreamTrack, hear: (level: number) => void) => () => void;

const listenMs = 2_500;
/** Enough to say that sound comes in; then there is no need to listen longer. */
const clearlyLoud = 0.15;

/** Opens microphone and camera with one prompt, listens for at most 2.5 s and lets both go. */
export async function checkDevices(port: MediaPort, measure: MeasureLevel, hear: (level: number) => void): Promise<DeviceVerdicts> {
  const { microphone, camera } = await acquire(port, deviceKinds, { microphone: {}, camera: { facingMode: "user" } });
  const tracks = [microphone, camera].filter((result) => typeof result === "object");
  try {
    return {
      microphone:
        typeof microphone === "object"
          ? microphoneVerdict(microphone.label, await listen(microphone, measure, hear))
          : absentVerdict("microphone", microphone ?? "unknown"),
      camera: typeof camera === "object" ? cameraVerdict(camera.label, camera.getSettings()) : absentVerdict("camera", camera ?? "unknown"),
    };
  } finally {
    for (const track of tracks) track.stop();
  }
}

function listen(track: MediaStreamTrack, measure: MeasureLevel, hear: (level: number) => void): Promise<number> {
  return new Promise((resolve) => {
    let loudest = 0;
    const end = (): void => {
      clearTimeout(timer);
      stop();
      hear(0);
      resolve(loudest);
    };
    const timer = setTimeout(end, listenMs);
    const stop = measure(track, (level) => {
      loudest = Math.max(loudest, level);
      hear(level);
      if (level >= clearlyLoud) end();
    });
  });
}
