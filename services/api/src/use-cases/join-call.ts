import { type CallId, type IceGrant, type PeerId, Problem, type Role, type Traceparent } from "@tgcall/protocol";
import { describeSpan } from "@tgcall/runtime";
import type { Bearer } from "./authorize.ts";
import { followTrace } from "./follow-trace.ts";
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
  /** The span that what follows belongs under, where tracing is on. */
  readonly traceparent: Traceparent | undefined;
}

/** Gives the bearer of a join token a ticket. It admits nobody: the signal service decides again, in one step, who gets the place. */
export async function joinCall({ stores, tokens, ice, now }: Ports, { callId, peerId, role }: Bearer, name: string): Promise<Admittance> {
  describeSpan({ "tgcall.call.id": callId, "tgcall.peer.id": peerId });
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

  const traceparent = followTrace(call, isMember, now());
  const ticket = await tokens.signTicket({ callId, peerId, role, name, traceparent });
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
    traceparent,
  };
}
