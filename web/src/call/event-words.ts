import type { CallEvent, CallView } from "@tgcall/client";
import type { LeaveReason, Peer } from "@tgcall/protocol";
import { t, type Words } from "../texts/t.ts";
import { peerName } from "./peer-name.ts";

/** What to tell of an event; `before` and `after` are the views around it. */
export function eventWords(event: CallEvent, before: CallView, after: CallView): readonly Words[] {
  if (event.type === "view")
    return after.peers.flatMap((peer) =>
      changeWords(
        before.peers.find(({ peerId }) => peerId === peer.peerId),
        peer,
      ),
    );
  const name = peerName(event.peer);
  switch (event.type) {
    case "peer-joined":
      return [() => t("notice.joined", { name })];
    case "peer-left":
      return event.reason === "ended" ? [] : leaveWords(event.reason, name);
    case "peer-away":
      return [() => t("notice.away", { name })];
    case "peer-back":
      return [() => t("notice.back", { name })];
    default:
      return event satisfies never;
  }
}

const leaveWords = (reason: Exclude<LeaveReason, "ended">, name: string): readonly Words[] => [() => t(`notice.${reason}`, { name })];

function changeWords(before: Peer | undefined, after: Peer): readonly Words[] {
  if (before === undefined) return [];
  const name = peerName(after);
  return [
    ...(after.state.hand && !before.state.hand ? [() => t("notice.hand", { name })] : []),
    ...(after.state.screen && !before.state.screen ? [() => t("notice.screen", { name })] : []),
  ];
}
