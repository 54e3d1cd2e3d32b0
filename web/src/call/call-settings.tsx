import { PhoneOff } from "lucide-preact";
import { useState } from "preact/hooks";
import { failureOf } from "../join/failure.ts";
import type { CallEntry, JoinFlow } from "../join/join-flow.ts";
import { problemWords } from "../join/problem-words.ts";
import { DeviceFields } from "../lobby/device-fields.tsx";
import { MediaTrouble } from "../lobby/media-trouble.tsx";
import { t } from "../texts/t.ts";
import { AppearanceFields } from "../ui/appearance.tsx";
import { Button } from "../ui/button.tsx";
import { CheckField } from "../ui/check-field.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Dialog } from "../ui/dialog.tsx";
import type { LiveCall } from "./live-call.ts";
import { shortcuts } from "./use-call-surroundings.ts";

interface CallSettingsProps {
  readonly live: LiveCall;
  readonly flow: JoinFlow;
  readonly entry: CallEntry;
  readonly onClose: () => void;
}

/** Devices, keys, looks, and for the initiator the end of the call. */
export function CallSettings({ live, flow, entry, onClose }: CallSettingsProps) {
  const [asking, setAsking] = useState(false);
  const { callId, token, media } = entry;
  const end = (): void => {
    onClose();
    if (callId === undefined) return;
    flow.api.end(callId, token).catch((error: unknown) => {
      const failure = failureOf(error);
      live.tell(() => t("call.failed", { reason: problemWords(failure) }));
    });
  };
  if (asking) {
    return (
      <ConfirmDialog
        title={t("call.endForAll.ask")}
        text={t("call.endForAll.text")}
        confirm={t("call.endForAll.confirm")}
        onConfirm={end}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog title={t("call.settings")} onClose={onClose}>
      <MediaTrouble media={media} />
      <DeviceFields media={media} />
      <CheckField label={t("call.shortcuts")} hint={t("call.shortcuts.text")} checked={shortcuts.on.value} onChange={shortcuts.set} />
      <AppearanceFields />
      {live.view.value.self?.role === "initiator" && callId !== undefined && (
        <Button kind="danger" wide icon={<PhoneOff />} onPress={() => setAsking(true)}>
          {t("call.endForAll")}
        </Button>
      )}
    </Dialog>
  );
}
