import { type CallId, type IceGrant, type PeerId, Problem, type Role } from "@tgcall/protocol";
import type { Bearer } from "./authorize.ts";
import type { Ports } from "./ports.ts";

/** What a peer needs to connect: its ticket for the signal service, and ICE servers. */
export interface Admittance {
  readonly callId: CallId;
  readonly peerId: PeerId;
  readonly role: Role;
  readonly sig: string;
  readonly sigExpiresAtMs: number;
  readonly ice: IceGrant;
  readonly maxPeers: number;
  readonly relayOnly: boolean;
  readonly expiresAtMs: number;
}

/** Gives the bearer of a join token a ticket. It admits nobody: the signal service decides again, in one step, who gets the place. */
export async function joinCall({ stores, tokens, ice }: Ports, { callId, peerId, role }: Bearer, name: string): Promise<Admittance> {
  const [isKicked, call, roster] = await Promise.all([
    stores.rosters.isKicked(callId, peerId),
    stores.calls.read(callId),
    stores.rosters.read(callId),
  ]);
  if (isKicked) throw new Problem("kicked");
  if (call === undefined) throw new Problem("call_not_found");
  if (call.status === "ended") throw new Problem("call_ended");

  const { maxPeers, relayOnly, expiresAtMs } = call;
  const members = roster?.members ?? [];
  const isMember = members.some((member) => member.peerId === peerId);
  if (!isMember && members.length >= maxPeers) throw new Problem("call_full");

  const ticket = await tokens.signTicket({ callId, peerId, role, name });
  return {
    callId,
    peerId,
    role,
    sig: ticket.sig,
    sigExpiresAtMs: ticket.expiresAtMs,
    ice: ice.issue({ callId, peerId }),
    maxPeers,
    relayOnly,
    expiresAtMs,
  };
}
