import type { CallView, JoinedCall } from "@tgcall/protocol";
import { useEffect, useState } from "preact/hooks";
import { InviteCard } from "../invite/invite-card.tsx";
import type { InviteOffer } from "../invite/invite-offer.ts";
import { loadCall } from "../join/call-entrance.tsx";
import type { JoinFlow } from "../join/join-flow.ts";
import { isOn, type LocalMedia } from "../media/local-media.ts";
import { t } from "../texts/t.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { useTitle } from "../ui/use-title.ts";
import { cleanName } from "./clean-name.ts";
import { DeviceFields } from "./device-fields.tsx";
import { JoinPanel } from "./join-panel.tsx";
import { LevelBar } from "./level-bar.tsx";
import { MediaTrouble } from "./media-trouble.tsx";
import { watchPresence } from "./presence.ts";
import { Preview } from "./preview.tsx";
import "./lobby.css";

interface LobbyPageProps {
  readonly flow: JoinFlow;
  readonly joined: JoinedCall;
  readonly media: LocalMedia;
  readonly offer: InviteOffer | undefined;
}

/** Look and sound check before the call; the initiator finds the invite here. */
export function LobbyPage({ flow, joined, media, offer }: LobbyPageProps) {
  const [name, setName] = useState(flow.name);
  const [others, setOthers] = useState<CallView["peers"]>();
  useTitle(`${t("lobby.title")} · TGCall`);
  useEffect(() => {
    // The call's part of the page arrives meanwhile; if it does not, the entrance tells.
    loadCall().catch(() => {});
    const hear = (present: CallView["peers"]): void => {
      setOthers(present);
      offer?.meet(present.map(({ peerId }) => peerId));
    };
    return watchPresence({ api: flow.api, joined, token: flow.token, hear });
  }, [flow, joined, offer]);
  const join = (): void => flow.join(cleanName(name));
  const microphone = media.microphone.value;
  return (
    <div class="page">
      <PageHeader />
      <main class="lobby">
        <div class="lobby-look">
          <Preview media={media} name={name} />
          <MediaTrouble media={media} onWithout={join} />
          <div class="panel lobby-devices">
            <LevelBar track={isOn(microphone) ? microphone.track : undefined} />
            <DeviceFields media={media} />
          </div>
        </div>
        <div class="lobby-side">
          <JoinPanel name={name} others={others} onName={setName} onJoin={join} />
          {offer !== undefined && (
            <section class="panel" aria-labelledby="invite-title">
              <h2 id="invite-title">{t("invite.title")}</h2>
              <InviteCard offer={offer} />
            </section>
          )}
        </div>
      </main>
    </div>
  );
}
