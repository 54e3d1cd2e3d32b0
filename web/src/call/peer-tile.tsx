import type { RemotePeer } from "@tgcall/client";
import { Hand, MicOff, Waypoints } from "lucide-preact";
import type { CallEntry, JoinFlow } from "../join/join-flow.ts";
import { t } from "../texts/t.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { TrackVideo } from "../ui/track-video.tsx";
import type { LiveCall } from "./live-call.ts";
import { PeerMenu } from "./peer-menu.tsx";
import { peerName } from "./peer-name.ts";
import { useSpeaking } from "./use-speaking.ts";
import "./tile.css";

interface PeerTileProps {
  readonly peer: RemotePeer;
  readonly live: LiveCall;
  readonly flow: JoinFlow;
  readonly entry: CallEntry;
}

/** Another person: picture or initials, name, and what keeps them from being seen or heard. */
export function PeerTile({ peer, live, flow, entry }: PeerTileProps) {
  const { peerId, state, tracks, path } = peer;
  const name = peerName(peer);
  const speaking = useSpeaking(state.microphone ? tracks.microphone : undefined);
  const mayRemove = live.view.value.self?.role === "initiator" && entry.callId !== undefined;
  return (
    <section class={`tile${speaking ? " speaking" : ""}`} aria-label={name} data-testid="tile" data-peer-id={peerId}>
      <Picture peer={peer} />
      <p class="tile-name">
        {!state.microphone && <MicOff role="img" aria-label={t("peer.microphoneOff")} />}
        <span>{name}</span>
        {path === "relay" && <Waypoints role="img" aria-label={t("peer.relayed")} />}
      </p>
      {state.hand && (
        <span class="tile-hand">
          <Hand role="img" aria-label={t("peer.hand")} />
        </span>
      )}
      {mayRemove && <PeerMenu peerId={peerId} name={name} callId={entry.callId} token={entry.token} api={flow.api} live={live} />}
    </section>
  );
}

/** The camera, else the initials; what hinders them lies over it. */
function Picture({ peer }: { readonly peer: RemotePeer }) {
  const { peerId, name, state, tracks } = peer;
  const shown = state.camera ? tracks.camera : undefined;
  const hindrance = hindranceWords(peer);
  const face = shown === undefined && <Avatar name={name} seed={peerId} />;
  return (
    <div class="tile-picture">
      {shown !== undefined && <TrackVideo track={shown} />}
      {hindrance === undefined ? (
        face
      ) : (
        <div class={`tile-hindrance${shown === undefined ? "" : " over"}`}>
          {face}
          <Spinner />
          <p>{hindrance}</p>
        </div>
      )}
    </div>
  );
}

function hindranceWords(peer: RemotePeer): string | undefined {
  const name = peerName(peer);
  if (peer.away) return t("peer.away", { name });
  switch (peer.media) {
    case "connected":
      return undefined;
    case "waiting":
    case "connecting":
      return t("peer.connecting");
    case "restarting":
      return t("peer.restarting");
    case "failed":
      return t("peer.failed");
    default:
      return peer.media satisfies never;
  }
}
