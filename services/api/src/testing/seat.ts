import { randomUUID } from "node:crypto";
import type { CallId, Epoch, PeerId, Role } from "@tgcall/protocol";
import type { PodId, Stores } from "@tgcall/store";

/** Makes the peer a member of the call, as the signal service does. */
export async function seat({ rosters }: Stores, callId: CallId, peerId: PeerId, role: Role, name = ""): Promise<void> {
  const { outcome } = await rosters.join({
    callId,
    peerId,
    role,
    name,
    instance: undefined,
    pod: "testpod1" as PodId,
    proposedEpoch: "epoch" as Epoch,
    ticketId: randomUUID(),
  });
  if (outcome !== "admitted") throw new Error(`not admitted: ${outcome}`);
}
