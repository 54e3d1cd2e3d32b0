import { Mic, MicOff, Video, VideoOff } from "lucide-preact";
import { isOn, type LocalMedia } from "../media/local-media.ts";
import { mediaWords } from "../media/media-words.ts";
import { t } from "../texts/t.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Toggle } from "../ui/toggle.tsx";
import { TrackVideo } from "../ui/track-video.tsx";

/** The own picture as the others will see it, but mirrored, with the switches of camera and microphone. */
export function Preview({ media, name }: { readonly media: LocalMedia; readonly name: string }) {
  const microphone = media.microphone.value;
  const camera = media.camera.value;
  const trouble = (kind: "microphone" | "camera"): string | undefined => {
    const { problem } = media[kind].value;
    return problem && mediaWords(kind, problem);
  };
  return (
    <section class="preview stage" aria-label={t("lobby.preview")}>
      {camera.wanted && camera.track !== undefined ? (
        <TrackVideo track={camera.track} mirrored />
      ) : (
        <div class="preview-off">
          {camera.opening ? <Spinner /> : <Avatar name={name} seed={name} />}
          <p>{camera.opening ? t("lobby.opening") : t("lobby.cameraOff")}</p>
        </div>
      )}
      <div class="preview-controls">
        <Toggle
          label={t("call.microphone")}
          on={isOn(microphone)}
          iconOn={<Mic />}
          iconOff={<MicOff />}
          trouble={trouble("microphone")}
          onToggle={() => void media.toggle("microphone")}
        />
        <Toggle
          label={t("call.camera")}
          on={isOn(camera)}
          iconOn={<Video />}
          iconOff={<VideoOff />}
          trouble={trouble("camera")}
          onToggle={() => void media.toggle("camera")}
        />
      </div>
    </section>
  );
}
