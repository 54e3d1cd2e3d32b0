import { createCallId, createTokenId, peerIdOf } from "@tgcall/auth";
import type { IceServer } from "@tgcall/protocol";
import type { Ports } from "./ports.ts";

const iceTtlSeconds = 60;

/** Short-lived TURN credentials and a ticket that opens an echo connection, for the diagnostics page. */
export async function checkConnection({
  tokens,
  ice,
}: Pick<Ports, "tokens" | "ice">): Promise<{ readonly iceServers: readonly IceServer[]; readonly sig: string }> {
  const callId = createCallId();
  const peerId = peerIdOf(callId, createTokenId());
  const { sig } = await tokens.signTicket({ purpose: "check", callId, peerId, role: "participant", name: "" });
  return { iceServers: ice.issue({ callId, peerId }, iceTtlSeconds).iceServers, sig };
}
