import type { RemotePeer } from "@tgcall/client";
import { useEffect, useRef } from "preact/hooks";
import type { Playback } from "./playback.ts";

interface RemoteSoundProps {
  readonly peers: readonly RemotePeer[];
  /** Id of the loudspeaker; empty for the system's. */
  readonly speaker: string;
  readonly playback: Playback;
}

/** Plays everybody's microphone and the sound of shared screens, each in its own element. */
export function RemoteSound({ peers, speaker, playback }: RemoteSoundProps) {
  const sounds = peers.flatMap(({ tracks }) => [tracks.microphone, tracks["screen-audio"]].filter((track) => track !== undefined));
  return (
    <div hidden>
      {sounds.map((track) => (
        <Sound key={track.id} track={track} speaker={speaker} playback={playback} />
      ))}
    </div>
  );
}

interface SoundProps extends Omit<RemoteSoundProps, "peers"> {
  readonly track: MediaStreamTrack;
}

function Sound({ track, speaker, playback }: SoundProps) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return;
    audio.srcObject = new MediaStream([track]);
    const silence = playback.add(audio);
    return () => {
      silence();
      audio.srcObject = null;
    };
  }, [track, playback]);
  useEffect(() => {
    const audio = element.current;
    // A loudspeaker that is gone leaves the sound on the system's.
    if (audio !== null && "setSinkId" in audio && speaker !== "") audio.setSinkId(speaker).catch(() => {});
  }, [speaker]);
  // biome-ignore lint/a11y/useMediaCaption: people talk live, there is no text of it.
  return <audio ref={element} autoplay />;
}
