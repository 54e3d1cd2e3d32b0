import { useEffect, useRef } from "preact/hooks";
import "./track-video.css";

interface TrackVideoProps {
  readonly track: MediaStreamTrack;
  /** As in a mirror: for the own camera. */
  readonly mirrored?: boolean;
  /** The whole picture, rather than a filled frame. */
  readonly whole?: boolean;
}

/** Shows a video track, silently: sound has its own element. */
export function TrackVideo({ track, mirrored = false, whole = false }: TrackVideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return;
    video.srcObject = new MediaStream([track]);
    // Muted video may always play; a rejection means that the element left the page first.
    video.play().catch(() => {});
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={element}
      class={`track-video${mirrored ? " mirrored" : ""}${whole ? " whole" : ""}`}
      autoplay
      muted
      playsInline
      disablePictureInPicture={mirrored}
    />
  );
}
