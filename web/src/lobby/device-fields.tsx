import { Mic, Video, Volume2 } from "lucide-preact";
import type { JSX } from "preact";
import type { Choosable } from "../media/device-choice.ts";
import type { LocalMedia } from "../media/local-media.ts";
import { t } from "../texts/t.ts";
import { SelectField } from "../ui/select-field.tsx";

const icons: Readonly<Record<Choosable, JSX.Element>> = { microphone: <Mic />, camera: <Video />, speaker: <Volume2 /> };

/** Whether this browser lets a page choose where sound comes out. */
const routesSound = (): boolean => "setSinkId" in HTMLMediaElement.prototype;

/** Which microphone, camera and speaker to use. */
export function DeviceFields({ media }: { readonly media: LocalMedia }) {
  return (
    <div class="stack">
      <DeviceField media={media} kind="microphone" />
      <DeviceField media={media} kind="camera" />
      {routesSound() && <DeviceField media={media} kind="speaker" />}
    </div>
  );
}

function DeviceField({ media, kind }: { readonly media: LocalMedia; readonly kind: Choosable }) {
  const devices = media.present.value[kind];
  const options = devices.map(({ id, label }, index) => ({ value: id, label: label || t("device.numbered", { number: index + 1 }) }));
  const choose = (value: string): void => {
    const device = devices.find(({ id }) => id === value);
    if (device !== undefined) void media.choose(kind, device);
  };
  return (
    <SelectField
      label={t(`device.${kind}`)}
      icon={icons[kind]}
      value={usedId(media, kind)}
      options={options}
      empty={kind === "speaker" ? t("device.default") : t("device.none")}
      onChoose={choose}
    />
  );
}

/** Reads the state too, so that the field follows it. */
function usedId(media: LocalMedia, kind: Choosable): string {
  const id = kind === "speaker" ? media.speaker.value : (media[kind].value.track && media.usedId(kind)) || media.usedId(kind);
  return id || (media.present.value[kind][0]?.id ?? "");
}
