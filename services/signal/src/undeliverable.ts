import type { PeerId, ServerMessage } from "@tgcall/protocol";

/** Tells a sender that its frame reached nobody; the client library sends it again when the receiver is back. */
export const undeliverable = (peerId: PeerId, ref?: string | number): ServerMessage => ({
  type: "error",
  code: "undeliverable",
  detail: "the receiver is not connected",
  peerId,
  ...(ref === undefined ? {} : { ref }),
});
