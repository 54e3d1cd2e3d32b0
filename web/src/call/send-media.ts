import type { Call } from "@tgcall/client";
import { follow } from "../app/follow.ts";
import { type DeviceState, isOn, type LocalMedia } from "../media/local-media.ts";

type Sending = Pick<Call, "setTrack" | "update">;

/**
 * Keeps what is sent equal to the own devices until the answer is called. A muted microphone stays sent, so that unmuting
 * is instant; a camera that is off is not sent, so that the others see it at once.
 */
export function sendMedia(call: Sending, media: Pick<LocalMedia, "microphone" | "camera">): () => void {
  const stops = [sendMicrophone(call, media), sendCamera(call, media)];
  return () => {
    for (const stop of stops) stop();
  };
}

function sendMicrophone(call: Sending, { microphone }: Pick<LocalMedia, "microphone">): () => void {
  let sent: MediaStreamTrack | undefined;
  const send = (state: DeviceState): void => {
    if (state.track !== sent) {
      sent = state.track;
      call.setTrack("microphone", state.track).catch(overNow);
    }
    call.update({ state: { microphone: isOn(state) && !state.silenced } });
  };
  return follow(() => microphone.value, send);
}

function sendCamera(call: Sending, { camera }: Pick<LocalMedia, "camera">): () => void {
  let sent: MediaStreamTrack | undefined;
  const send = ({ wanted, track }: DeviceState): void => {
    const shown = wanted ? track : undefined;
    if (shown === sent) return;
    sent = shown;
    call.setTrack("camera", shown).catch(overNow);
  };
  return follow(() => camera.value, send);
}

/** A call that is over takes no tracks, and needs none. */
const overNow = (): void => {};
