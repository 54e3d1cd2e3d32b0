import type { PeerId } from "@tgcall/protocol";

/**
 * The sender's frame with `from` set by us, spliced in front of its own bytes, which stay as they are. Where the sender named
 * one itself, ours stands behind too: whether a reader takes the first or the last of equal names, it takes ours.
 */
export function withSender(frame: string, from: PeerId, hasFrom: boolean): string {
  const body = frame.slice(frame.indexOf("{") + 1, frame.lastIndexOf("}"));
  return hasFrom ? `{"from":"${from}",${body},"from":"${from}"}` : `{"from":"${from}",${body}}`;
}
