import { useEffect, useMemo, useRef } from "preact/hooks";
import type { CallEntry, JoinFlow } from "../join/join-flow.ts";
import { SoundLevels } from "../media/sound-levels.ts";
import { t } from "../texts/t.ts";
import { useTitle } from "../ui/use-title.ts";
import { CallHeader } from "./call-header.tsx";
import { Controls } from "./controls.tsx";
import { LiveCall } from "./live-call.ts";
import { NoticeList } from "./notice-list.tsx";
import { openNamed } from "./open.ts";
import { peerName } from "./peer-name.ts";
import { Playback } from "./playback.ts";
import { RemoteSound } from "./remote-sound.tsx";
import { SignalingNotice } from "./signaling-notice.tsx";
import { Stage } from "./stage.tsx";
import { TapToHear } from "./tap-to-hear.tsx";
import { useCallSurroundings } from "./use-call-surroundings.ts";
import { Levels } from "./use-speaking.ts";
import "./call.css";

export interface CallPageProps {
  readonly flow: JoinFlow;
  readonly entry: CallEntry;
}

/** The call: everybody in it, and the controls. */
export function CallPage({ flow, entry }: CallPageProps) {
  const live = useMemo(() => openLive(flow, entry), [flow, entry]);
  const playback = useMemo(() => new Playback(), []);
  const levels = useMemo(() => new SoundLevels(), []);
  const view = live.view.value;
  const talkingSince = useRef<number>(undefined);
  talkingSince.current = view.talkingSince ?? talkingSince.current;
  const { phase, cause } = view;

  useEffect(() => () => live.close(), [live]);
  useEffect(() => () => levels.close(), [levels]);
  useEffect(() => {
    const since = talkingSince.current;
    if (phase === "ended" && cause !== undefined) flow.end(cause, since && Date.now() - since);
  }, [flow, phase, cause]);
  useCallSurroundings(flow, entry, live);
  useTitle(tabTitle(view.phase, view.peers.map(peerName)));

  const hangUp = (): void => {
    const since = talkingSince.current;
    live.close();
    flow.end({ by: "self" }, since && Date.now() - since);
  };
  return (
    <div class="call stage">
      <CallHeader live={live} offer={entry.offer} />
      <Levels.Provider value={levels}>
        <Stage live={live} flow={flow} entry={entry} />
      </Levels.Provider>
      <RemoteSound peers={view.peers} speaker={entry.media.speaker.value} playback={playback} />
      <TapToHear playback={playback} />
      <NoticeList notices={live.notices} />
      <SignalingNotice view={view} onRetry={() => live.call.retryNow()} onEnd={hangUp} />
      <Controls live={live} flow={flow} entry={entry} onHangUp={hangUp} />
    </div>
  );
}

function openLive(flow: JoinFlow, entry: CallEntry): LiveCall {
  const devices: Partial<MediaDevices> | undefined = (navigator as Partial<Navigator>).mediaDevices;
  const capture = devices?.getDisplayMedia?.bind(devices);
  return new LiveCall({ call: openNamed(flow.api, entry), media: entry.media, capture });
}

function tabTitle(phase: string, names: readonly string[]): string {
  if (phase === "reconnecting") return t("call.title.reconnecting");
  return names.length === 0 ? t("call.title.waiting") : t("call.title.with", { names: names.join(", ") });
}
