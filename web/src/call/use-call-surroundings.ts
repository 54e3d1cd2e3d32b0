import { useEffect } from "preact/hooks";
import { follow } from "../app/follow.ts";
import { browserShelf } from "../app/shelves.ts";
import type { CallEntry, JoinFlow } from "../join/join-flow.ts";
import { type DeviceState, isOn } from "../media/local-media.ts";
import { deviceKinds } from "../media/media-port.ts";
import { mediaWords } from "../media/media-words.ts";
import { guardLeaving } from "./leave-guard.ts";
import { listenToKeys } from "./listen-to-keys.ts";
import type { LiveCall } from "./live-call.ts";
import { shortcutSwitch } from "./shortcut-switch.ts";
import { keepAwake } from "./wake-lock.ts";

/** The one switch of the call's keys, shared by its field in the settings. */
export const shortcuts = shortcutSwitch(browserShelf);

/** Ties a call to what surrounds it: keys, the screen's sleep, the tab's closing, the system's media keys, the tab's memory. */
export function useCallSurroundings(flow: JoinFlow, { media, offer }: CallEntry, live: LiveCall): void {
  useEffect(() => {
    const stops = [
      keepAwake(),
      guardLeaving(() => live.view.value.phase !== "ended" && live.view.value.peers.length > 0),
      listenToKeys(
        () => shortcuts.on.value,
        (shortcut) => live.act(shortcut),
      ),
      follow(
        () => ({ microphone: media.microphone.value.wanted, camera: media.camera.value.wanted }),
        (wanted) => flow.remember(wanted),
      ),
      follow(
        () => live.view.value.peers.map(({ peerId }) => peerId),
        (peerIds) => offer?.meet(peerIds),
      ),
      tellTroubles(live),
      onPageHide(() => live.call.reportGone()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [flow, live, media, offer]);
}

function onPageHide(listener: () => void): () => void {
  addEventListener("pagehide", listener);
  return () => removeEventListener("pagehide", listener);
}

/** A device that fails during the call is told once; what was known from the lobby is not. */
function tellTroubles(live: LiveCall): () => void {
  const { media } = live;
  const stops = deviceKinds.map((kind) => {
    let known = media[kind].peek().problem;
    const compare = (state: DeviceState): void => {
      const { problem } = state;
      if (problem !== undefined && problem !== known && !isOn(state)) live.tell(() => mediaWords(kind, problem));
      known = problem;
    };
    return follow(() => media[kind].value, compare);
  });
  return () => {
    for (const stop of stops) stop();
  };
}
