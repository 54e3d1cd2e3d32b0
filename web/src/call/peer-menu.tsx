import type { ApiClient } from "@tgcall/client";
import type { CallId, PeerId } from "@tgcall/protocol";
import { EllipsisVertical, UserX } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { failureOf } from "../join/failure.ts";
import { problemWords } from "../join/problem-words.ts";
import { t } from "../texts/t.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import type { LiveCall } from "./live-call.ts";
import { usePopup } from "./use-popup.ts";

interface PeerMenuProps {
  readonly peerId: PeerId;
  readonly name: string;
  readonly callId: CallId | undefined;
  readonly token: string;
  readonly api: Pick<ApiClient, "kick">;
  readonly live: LiveCall;
}

/** What the initiator can do about a person. */
export function PeerMenu({ peerId, name, callId, token, api, live }: PeerMenuProps) {
  const [asking, setAsking] = useState(false);
  const popup = usePopup();
  const { focus } = popup;
  useEffect(() => (asking ? focus : undefined), [asking]);
  const remove = (): void => {
    setAsking(false);
    if (callId === undefined) return;
    api.kick(callId, peerId, token).catch((error: unknown) => {
      const failure = failureOf(error);
      live.tell(() => t("call.failed", { reason: problemWords(failure) }));
    });
  };
  return (
    <div class={`tile-menu${popup.open ? " open" : ""}`} ref={popup.box}>
      <IconButton label={t("call.menuOf", { name })} icon={<EllipsisVertical />} expanded={popup.open} onPress={popup.toggle} />
      {popup.open && (
        <div class="popup">
          <Button
            kind="quiet"
            icon={<UserX />}
            onPress={() => {
              popup.close();
              setAsking(true);
            }}
          >
            {t("call.remove", { name })}
          </Button>
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title={t("call.remove.ask", { name })}
          text={t("call.remove.text")}
          confirm={t("call.remove.confirm")}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
