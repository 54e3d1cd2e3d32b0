import { isPeerId, Problem } from "@tgcall/protocol";
import type { Bearer } from "./authorize.ts";
import type { Ports } from "./ports.ts";

/** Removes a peer for the life of the call. */
export async function kickPeer({ stores }: Pick<Ports, "stores">, initiator: Bearer, peerId: string): Promise<void> {
  if (!isPeerId(peerId)) throw new Problem("peer_not_found");
  if (peerId === initiator.peerId) throw new Problem("bad_request", "the initiator cannot remove itself; end the call instead");
  const outcome = await stores.rosters.kick(initiator.callId, peerId);
  if (outcome !== "kicked") throw new Problem(outcome);
}
