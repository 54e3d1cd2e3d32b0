import { Maximize, UserPlus, Users } from "lucide-preact";
import { useState } from "preact/hooks";
import { InviteCard } from "../invite/invite-card.tsx";
import type { InviteOffer } from "../invite/invite-offer.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { ScreenHeading } from "../ui/screen-heading.tsx";
import { useNow } from "../ui/use-now.ts";
import { formatDuration } from "./duration.ts";
import type { LiveCall } from "./live-call.ts";

interface CallHeaderProps {
  readonly live: LiveCall;
  readonly offer: InviteOffer | undefined;
}

/** How long, how many, and the way to invite one more. */
export function CallHeader({ live, offer }: CallHeaderProps) {
  const [inviting, setInviting] = useState(false);
  const { peers, maxPeers, self, talkingSince } = live.view.value;
  const people = peers.length + 1;
  const mayInvite = self?.role === "initiator" && offer !== undefined && peers.length > 0 && people < maxPeers;
  return (
    <header class="call-header">
      <ScreenHeading class="visually-hidden">{t("call.heading")}</ScreenHeading>
      <p class="call-facts">
        {talkingSince !== undefined && <Timer since={talkingSince} />}
        {peers.length > 0 && (
          <span class="call-count" title={t("call.people", { count: people })}>
            <Users aria-hidden="true" />
            <span aria-hidden="true">{people}</span>
            <span class="visually-hidden">{t("call.people", { count: people })}</span>
          </span>
        )}
      </p>
      {mayInvite && (
        <Button kind="quiet" icon={<UserPlus />} onPress={() => setInviting(true)}>
          {t("call.invite")}
        </Button>
      )}
      {document.fullscreenEnabled && <IconButton label={t("call.fullScreen")} icon={<Maximize />} onPress={toggleFullScreen} />}
      {inviting && mayInvite && (
        <Dialog title={t("invite.title")} onClose={() => setInviting(false)}>
          <InviteCard offer={offer} />
        </Dialog>
      )}
    </header>
  );
}

function Timer({ since }: { readonly since: number }) {
  return (
    <span class="call-timer" role="timer" aria-label={t("call.time")}>
      {formatDuration(useNow() - since)}
    </span>
  );
}

function toggleFullScreen(): void {
  const change = document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen();
  // The browser may refuse, for example in a frame; then nothing changes.
  change.catch(() => {});
}
