import { Hand, Mic, MicOff, PhoneOff, ScreenShare, ScreenShareOff, Settings, Video, VideoOff } from "lucide-preact";
import { useState } from "preact/hooks";
import type { CallEntry, JoinFlow } from "../join/join-flow.ts";
import { isOn, type LocalMedia } from "../media/local-media.ts";
import { mediaWords } from "../media/media-words.ts";
import { t } from "../texts/t.ts";
import { Toggle } from "../ui/toggle.tsx";
import { CallSettings } from "./call-settings.tsx";
import { ControlButton } from "./control-button.tsx";
import type { LiveCall } from "./live-call.ts";
import { shortcuts } from "./use-call-surroundings.ts";
import "./controls.css";

interface ControlsProps {
  readonly live: LiveCall;
  readonly flow: JoinFlow;
  readonly entry: CallEntry;
  readonly onHangUp: () => void;
}

/** Everything a thumb needs during a call. */
export function Controls({ live, flow, entry, onHangUp }: ControlsProps) {
  const [settings, setSettings] = useState(false);
  const { media, screen } = live;
  const keyed = (key: string): string | undefined => (shortcuts.on.value ? key : undefined);
  const sharing = screen.track.value !== undefined;
  return (
    <footer class="controls">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form. */}
      <div class="controls-group" role="group" aria-label={t("call.controls")}>
        <Toggle
          label={t("call.microphone")}
          on={isOn(media.microphone.value) && !media.microphone.value.silenced}
          iconOn={<Mic />}
          iconOff={<MicOff />}
          trouble={troubleOf(media, "microphone")}
          shortcut={keyed("M")}
          onToggle={() => live.act("microphone")}
        />
        <Toggle
          label={t("call.camera")}
          on={isOn(media.camera.value)}
          iconOn={<Video />}
          iconOff={<VideoOff />}
          trouble={troubleOf(media, "camera")}
          shortcut={keyed("V")}
          onToggle={() => live.act("camera")}
        />
        {screen.isPossible && (
          <ControlButton
            label={t("call.screen")}
            icon={sharing ? <ScreenShareOff /> : <ScreenShare />}
            pressed={sharing}
            shortcut={keyed("S")}
            onPress={() => live.act("screen")}
          />
        )}
        <ControlButton
          label={t("call.hand")}
          icon={<Hand />}
          pressed={live.handRaised}
          shortcut={keyed("H")}
          onPress={() => live.act("hand")}
        />
        <ControlButton label={t("call.settings")} icon={<Settings />} onPress={() => setSettings(true)} />
        <ControlButton label={t("call.hangUp")} icon={<PhoneOff />} danger onPress={onHangUp} />
      </div>
      {settings && <CallSettings live={live} flow={flow} entry={entry} onClose={() => setSettings(false)} />}
    </footer>
  );
}

function troubleOf(media: LocalMedia, kind: "microphone" | "camera"): string | undefined {
  const { problem, silenced } = media[kind].value;
  if (problem !== undefined) return mediaWords(kind, problem);
  return silenced && kind === "microphone" ? t("device.silenced") : undefined;
}
