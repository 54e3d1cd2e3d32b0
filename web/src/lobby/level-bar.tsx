import { useEffect, useState } from "preact/hooks";
import { measureLevel } from "../media/sound-levels.ts";
import { t } from "../texts/t.ts";
import "./level-bar.css";

/** How loud the microphone is right now; empty while there is none or it is off. */
export function LevelBar({ track }: { readonly track: MediaStreamTrack | undefined }) {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    setLevel(0);
    return track && measureLevel(track, setLevel);
  }, [track]);
  return <LevelMeter level={level} />;
}

/** The meter itself, for a level of 0 to 1. */
export function LevelMeter({ level }: { readonly level: number }) {
  return (
    <div class="level">
      <meter class="visually-hidden" aria-label={t("lobby.level")} min={0} max={1} value={Math.round(level * 10) / 10} />
      <span class="level-bar" style={{ scale: `${level} 1` }} />
    </div>
  );
}
