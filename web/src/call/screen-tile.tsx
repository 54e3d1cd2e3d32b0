import type { RemotePeer } from "@tgcall/client";
import { t } from "../texts/t.ts";
import { TrackVideo } from "../ui/track-video.tsx";
import { peerName } from "./peer-name.ts";
import "./tile.css";

type ScreenTileProps = { readonly peer: RemotePeer } | { readonly track: MediaStreamTrack };

/** A shared screen, whole: another person's, or the own one as the others see it. */
export function ScreenTile(props: ScreenTileProps) {
  const track = "peer" in props ? props.peer.tracks.screen : props.track;
  const name = "peer" in props ? t("call.screenOf", { name: peerName(props.peer) }) : t("call.ownScreen");
  return (
    <section class="tile screen-tile" aria-label={name} data-testid="screen-tile">
      <div class="tile-picture">{track !== undefined && <TrackVideo track={track} whole />}</div>
      <p class="tile-name">
        <span>{"peer" in props ? name : t("call.ownScreen.text")}</span>
      </p>
    </section>
  );
}
