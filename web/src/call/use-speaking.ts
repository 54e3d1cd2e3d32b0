import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { SoundLevels } from "../media/sound-levels.ts";

/** Level from which a person counts as speaking, as a share of the meter, and how long they still do after. */
const speech = 0.35;
const holdMs = 600;

/** Measures the sound of all tiles together. */
export const Levels = createContext<SoundLevels | undefined>(undefined);

/** Whether somebody speaks on this track right now. */
export function useSpeaking(track: MediaStreamTrack | undefined): boolean {
  const levels = useContext(Levels);
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    if (track === undefined || levels === undefined) return;
    let heardAt = Number.NEGATIVE_INFINITY;
    const stop = levels.measure(track, (level) => {
      const now = performance.now();
      if (level >= speech) heardAt = now;
      setSpeaking(now - heardAt < holdMs);
    });
    return () => {
      stop();
      setSpeaking(false);
    };
  }, [track, levels]);
  return speaking;
}
