import { Hand, MicOff } from "lucide-preact";
import { isOn } from "../media/local-media.ts";
import { t } from "../texts/t.ts";
import { Avatar } from "../ui/avatar.tsx";
import { TrackVideo } from "../ui/track-video.tsx";
import type { LiveCall } from "./live-call.ts";
import "./tile.css";

/** The own picture, mirrored, with what the others see and hear of it. */
export function SelfTile({ live }: { readonly live: LiveCall }) {
  const { self } = live.view.value;
  const camera = live.media.camera.value;
  const microphone = live.media.microphone.value;
  const name = self?.name ?? "";
  return (
    <section class="tile self" aria-label={t("call.self")} data-testid="self">
      <div class="tile-picture">
        {camera.wanted && camera.track !== undefined ? (
          <TrackVideo track={camera.track} mirrored />
        ) : (
          <Avatar name={name} seed={self?.peerId ?? ""} />
        )}
      </div>
      <p class="tile-name">
        {!(isOn(microphone) && !microphone.silenced) && <MicOff role="img" aria-label={t("peer.microphoneOff")} />}
        <span>{name === "" ? t("call.you") : t("call.youNamed", { name })}</span>
      </p>
      {live.handRaised && (
        <span class="tile-hand">
          <Hand role="img" aria-label={t("peer.hand")} />
        </span>
      )}
    </section>
  );
}
